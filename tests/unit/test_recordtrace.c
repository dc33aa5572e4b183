/* engine/record/recordtrace: what happened in a run, as JSON. */
#include "unit.h"

#include "base/mem.h"
#include "engine/record/recordtrace.h"

/* One event of every kind, with all that it may say, as it is written. */
static const char full[] =
    "{\n"
    "    \"processes\": [\n"
    "      {\"name\": \"server\", \"process\": \"server\", \"host\": \"s\", "
    "\"address\": \"10.0.1.1\"},\n"
    "      {\"name\": \"server.2\", \"process\": \"server\", \"host\": \"s\", "
    "\"address\": \"10.0.1.1\", \"parent\": \"server\", \"thread\": true}\n"
    "    ],\n"
    "    \"events\": [\n"
    "      {\"step\": 1, \"by\": \"server\", \"start\": \"\"},\n"
    "      {\"step\": 1, \"by\": \"server\", \"exec\": \"./서버\"},\n"
    "      {\"step\": 2, \"by\": \"server\", \"call\": \"socket\", \"args\": \"AF_INET\", "
    "\"result\": \"3\"},\n"
    "      {\"step\": 3, \"by\": \"server\", \"call\": \"accept\", \"args\": \"3\", "
    "\"free\": true},\n"
    "      {\"step\": 4, \"by\": \"server.2\", \"returns\": \"accept\", \"args\": \"3\", "
    "\"result\": \"4\"},\n"
    "      {\"step\": 5, \"by\": \"server\", \"signal\": \"USR1\"},\n"
    "      {\"step\": 6, \"host\": \"s\", \"leaves\": 1, \"on\": \"lan\", "
    "\"from\": \"10.0.1.1:80\", \"to\": \"10.0.1.2:<port>\", \"is\": \"TCP\", \"flags\": \"SYN\", "
    "\"text\": \"seq 0\", \"data\": \"\\\"ping\\\"\", \"bytes\": \"AgAA\"},\n"
    "      {\"step\": 6, \"host\": \"c\", \"arrives\": 1, \"on\": \"lan\", "
    "\"text\": \"bad checksum\"},\n"
    "      {\"step\": 6, \"host\": \"c\", \"lost\": 1, \"on\": \"lan\"},\n"
    "      {\"step\": 7, \"host\": \"s\", \"by\": \"server\", \"state\": \"ESTABLISHED\", "
    "\"from\": \"10.0.1.1:80\", \"to\": \"10.0.1.2:<port>\", \"unread\": 5, \"unsent\": 3},\n"
    "      {\"step\": 7, \"host\": \"s\", \"counter\": \"ListenOverflows\", \"count\": 2},\n"
    "      {\"step\": 8, \"by\": \"server\", \"time\": \"40 ms\"},\n"
    "      {\"step\": 9, \"time\": \"\"},\n"
    "      {\"step\": 9, \"by\": \"server\", \"end\": \"exit 0\"}\n"
    "    ],\n"
    "    \"omitted\": 7\n"
    "  }";

static bool parse(const char *text, size_t len, struct trace *trace)
{
    json_t *json = json_loadb(text, len, JSON_DECODE_ANY, NULL);
    *trace = (struct trace){ 0 };
    bool ok = json && record_trace_parse(trace, json);
    json_decref(json);
    return ok;
}

/* TEXT with the first WHAT replaced by BY. Owned by the caller. */
static char *with(const char *text, const char *what, const char *by)
{
    const char *at = strstr(text, what);
    assert_non_null(at);
    return mem_printf("%.*s%s%s", (int)(at - text), text, by, at + strlen(what));
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    AUTO(trace_release) struct trace trace, again;
    AUTO(buf_release) struct buf text = BUF_INIT;
    assert_true(parse(full, strlen(full), &trace));
    record_trace_print(&text, &trace);
    assert_string_equal(buf_str(&text), full);
    assert_true(parse(text.s, text.len, &again));
    assert_true(trace_equal(&trace, &again));
    const struct trace_event *leaves = &trace.events.v[6], *sock = &trace.events.v[9];
    assert_int_equal(leaves->kind, TRACE_LEAVES);
    assert_int_equal(leaves->step, 6);
    assert_int_equal(leaves->frame, 1);
    assert_string_equal(leaves->name, "TCP");
    assert_string_equal(leaves->data, "\"ping\"");
    assert_int_equal(sock->unread, 5);
    assert_int_equal(sock->unsent, 3);
    assert_true(trace.events.v[3].free && !trace.events.v[2].free);
    assert_null(trace.events.v[0].name);
    assert_true(trace.processes.v[1].thread && !trace.processes.v[0].thread);
    assert_int_equal(trace.omitted, 7);
}

static void each_difference_counts(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        { "\"step\": 9, \"by\"", "\"step\": 10, \"by\"" },
        { "AF_INET", "AF_INET6" },
        { ", \"free\": true", "" },
        { "\"unread\": 5, ", "" },
        { "\"omitted\": 7", "\"omitted\": 8" },
        { ", \"thread\": true", "" },
        { "40 ms", "41 ms" },
        { "AgAA", "AgAB" },
    };
    AUTO(trace_release) struct trace trace;
    assert_true(parse(full, strlen(full), &trace));
    for (size_t i = 0; i < COUNT(changes); i++) {
        AUTO_FREE char *text = with(full, changes[i][0], changes[i][1]);
        AUTO(trace_release) struct trace other;
        assert_true(parse(text, strlen(text), &other));
        assert_false(trace_equal(&trace, &other));
    }
}

static void wrong_shapes_are_refused(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        { "\"processes\"", "\"process\"" },
        { "\"events\"", "\"event\"" },
        { "\"omitted\": 7", "\"omitted\": 0" },
        { "\"omitted\": 7", "\"omitted\": \"7\"" },
        { "\"omitted\": 7", "\"omitted\": 7, \"x\": 1" },
        { "\"name\": \"server\"", "\"name\": 1" },
        { "\"name\": \"server\"", "\"name\": \"serv\\ner\"" },
        { "\"name\": \"server.2\"", "\"name\": \"server\"" },
        { "\"host\": \"s\", \"address\"", "\"host\": 1, \"address\"" },
        { "\"thread\": true", "\"thread\": 1" },
        { "\"thread\": true", "\"pid\": 1" },
        { "\"step\": 1", "\"step\": 0" },
        { "\"step\": 1", "\"step\": 2147483648" },
        { "\"step\": 1, \"by\": \"server\", \"start\"", "\"by\": \"server\", \"start\"" },
        { "\"step\": 2", "\"step\": 5" },
        { "\"by\": \"server\", \"start\"", "\"by\": \"alice\", \"start\"" },
        { "\"by\": \"server\", \"start\"", "\"start\"" },
        { "\"start\": \"\"", "\"begin\": \"\"" },
        { "\"start\": \"\"", "\"start\": 1" },
        { "\"start\": \"\"", "\"start\": \"\", \"exec\": \"\"" },
        { "\"start\": \"\"", "\"start\": \"\", \"args\": \"\"" },
        { "\"args\": \"AF_INET\", ", "" },
        { "AF_INET", "AF\\u007fINET" },
        { "\"free\": true", "\"free\": false" },
        { ", \"result\": \"4\"", "" },
        { "\"leaves\": 1", "\"leaves\": 0" },
        { "\"leaves\": 1", "\"leaves\": -1" },
        { "\"leaves\": 1", "\"leaves\": \"1\"" },
        { "\"is\": \"TCP\", ", "" },
        { "\"unread\": 5", "\"unread\": 0" },
        { "\"unread\": 5", "\"unread\": 1e400" },
        { "\"count\": 2", "\"count\": null" },
        { ", \"count\": 2", "" },
        { "{\"step\": 9, \"time\": \"\"}", "3" },
        { "{\"step\": 9, \"time\": \"\"}", "[]" },
    };
    for (size_t i = 0; i < COUNT(changes); i++) {
        AUTO_FREE char *text = with(full, changes[i][0], changes[i][1]);
        AUTO(trace_release) struct trace trace;
        if (parse(text, strlen(text), &trace))
            fail_msg("accepted: %s", changes[i][1]);
    }
    static const char *const none[] = { "1",
                                        "[]",
                                        "{}",
                                        "null",
                                        "{\"processes\": [], \"events\": []}",
                                        "{\"processes\": {}, \"events\": {}}" };
    for (size_t i = 0; i < COUNT(none); i++) {
        AUTO(trace_release) struct trace trace;
        assert_false(parse(none[i], strlen(none[i]), &trace));
    }
}

/* One byte changed, or the end cut off: it is read or refused, and nothing is lost of memory. */
static void broken_traces_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t at = 0; at < strlen(full); at++) {
        char text[sizeof(full)];
        memcpy(text, full, sizeof(full));
        text[at] = (char)chance(&seed);
        AUTO(trace_release) struct trace changed, cut;
        if (parse(text, strlen(full), &changed))
            assert_int_equal(changed.events.n, 14);
        assert_false(parse(full, at, &cut));
    }
}

static void processes_are_found_by_name(void **state)
{
    (void)state;
    AUTO(trace_release) struct trace trace;
    assert_true(parse(full, strlen(full), &trace));
    assert_ptr_equal(trace_find_process(&trace, "server.2"), &trace.processes.v[1]);
    assert_null(trace_find_process(&trace, "server.3"));
    assert_null(trace_find_process(&trace, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),     cmocka_unit_test(each_difference_counts),
        cmocka_unit_test(wrong_shapes_are_refused),    cmocka_unit_test(broken_traces_do_no_harm),
        cmocka_unit_test(processes_are_found_by_name),
    };
    return cmocka_run_group_tests_name("recordtrace", tests, NULL, NULL);
}
