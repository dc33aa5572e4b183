/* engine/record/record: records in memory and as JSON. */
#include "unit.h"

#include "base/mem.h"
#include "base/text.h"
#include "engine/record/record.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ENVIRONMENT                                                                                \
    "\"environment\": { \"kernel\": \"Linux 6.1\", \"compiler\": \"gcc 12.2\", "                   \
    "\"libc\": \"glibc 2.36\" }"
#define INPUTS "\"inputs\": { \"a.c\": \"" DIGEST "\" }"
#define COMPILE                                                                                    \
    "\"compile\": [ { \"file\": \"a.c\", \"command\": \"cc a.c\", \"result\": \"ok\", "            \
    "\"diagnostics\": \"\" } ]"
#define PROCESS   "{ \"name\": \"a\", \"command\": \"./a\", \"exit\": 0, \"output\": \"hi\\n\" }"
#define PROCESSES "\"processes\": [ " PROCESS " ]"
#define RECORD    "{ \"snippet\": \"a\", " INPUTS ", " ENVIRONMENT ", " COMPILE ", " PROCESSES " }"

static bool parse(const char *text, struct record *record, struct err *err)
{
    return record_parse(record, "_data/snippets/a.json", text, strlen(text), err);
}

/* Adds a host to LAB, with two addresses; VIA may be NULL. */
static void add_host(struct lab *lab, const char *name, const char *via, unsigned mtu)
{
    struct lab_host *host = vec_add(&lab->hosts);
    host->name = mem_strdup(name);
    host->forward = via != NULL;
    if (via)
        assert_true(address_parse(vec_add(&host->via), via));
    struct lab_link *link = vec_add(&host->links);
    link->mtu = mtu;
    assert_true(address_parse_prefixed(&vec_add(&link->addresses)->address, "10.0.1.1/24"));
    assert_true(address_parse_prefixed(&vec_add(&link->addresses)->address, "fd01::1/64"));
}

/* A record with every field, several of a kind, and text of every sort. */
static struct record full_record(void)
{
    struct record record = { .snippet = mem_strdup("socket/create"),
                             .title = mem_strdup("소켓 \"만들기\"") };
    record.environment = (struct environment){ mem_strdup("Linux 6.18"), mem_strdup("gcc 12.2"),
                                               mem_strdup("glibc 2.36") };
    record_add_input(&record, "socket/create.c", "int", 3);
    record_add_input(&record, "flags", "", 0);
    record_add_input(&record, "socket/a.h", "a\0b", 3);
    vec_push(&record.compiles,
             ((struct record_compile){ .file = mem_strdup("create.c"),
                                       .command = mem_strdup("cc -o create create.c b.c"),
                                       .result = mem_strdup("warn"),
                                       .diagnostics = mem_strdup("‘x’\n  |\t^~\n") }));
    strings_add(&record.compiles.v[0].others, mem_strdup("b.c"));
    vec_push(&record.processes, ((struct record_process){
                                    .name = mem_strdup("create"),
                                    .host = mem_strdup("server"),
                                    .command = mem_strdup("./create 'a b'"),
                                    .status = 3,
                                    .output = mem_strdup("한글\t\\x1B\x01\x7f\"\\/\n-->\n```") }));
    vec_push(&record.processes, ((struct record_process){ .name = mem_strdup("b"),
                                                          .host = mem_strdup("router"),
                                                          .command = mem_strdup("./b"),
                                                          .signal = mem_strdup("SEGV"),
                                                          .output = mem_strdup(""),
                                                          .stopped = true }));
    add_host(&record.lab, "server", NULL, 1400);
    add_host(&record.lab, "router", "10.0.1.254", 0);
    strings_add(&record.lab.networks, mem_strdup("lan"));
    return record;
}

static void printing_and_reading_give_the_same(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record(), again;
    AUTO(buf_release) struct buf first = BUF_INIT, second = BUF_INIT;
    struct err err = { 0 };
    record_print(&first, &record);
    if (!record_parse(&again, "x.json", first.s, first.len, &err))
        fail_msg("%s", err.text);
    record_print(&second, &again);
    assert_string_equal(buf_str(&second), buf_str(&first));
    assert_true(record_same_outcome(&record, &again));
    assert_string_equal(again.snippet, "socket/create");
    assert_string_equal(again.title, "소켓 \"만들기\"");
    assert_string_equal(again.environment.libc, "glibc 2.36");
    assert_string_equal(again.processes.v[0].host, "server");
    assert_int_equal(again.lab.hosts.v[0].links.v[0].mtu, 1400);
    assert_true(address_equal(&again.lab.hosts.v[1].via.v[0], &record.lab.hosts.v[1].via.v[0]));
    assert_true(again.lab.hosts.v[1].forward && !again.lab.hosts.v[0].forward);
    assert_string_equal(again.compiles.v[0].others.v[0], "b.c");
    assert_int_equal(again.processes.v[0].status, 3);
    assert_null(again.processes.v[0].signal);
    assert_string_equal(again.processes.v[0].output, record.processes.v[0].output);
    assert_string_equal(again.processes.v[1].signal, "SEGV");
}

static void printed_form_is_stable(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record();
    AUTO(buf_release) struct buf text = BUF_INIT;
    record_print(&text, &record);
    assert_true(text.s[text.len - 1] == '\n');
    assert_contains(text.s, "{\n  \"snippet\": \"socket/create\",\n  \"title\": \"소켓");
    /* Inputs by name; Hangul as it is, control characters escaped, a slash not. */
    const char *flags = strstr(text.s, "\"flags\""), *a = strstr(text.s, "\"socket/a.h\"");
    const char *create = strstr(text.s, "\"socket/create.c\"");
    assert_true(flags && a && create && flags < a && a < create);
    assert_contains(text.s, "\"output\": \"한글\\t\\\\x1B\\u0001\x7f\\\"\\\\/\\n-->\\n```\"");
    assert_contains(text.s, "\"exit\": 3");
    assert_contains(text.s, "\"signal\": \"SEGV\"");
    assert_null(strstr(strstr(text.s, "SEGV"), "exit"));
}

static void without_title_there_is_none(void **state)
{
    (void)state;
    AUTO(record_release) struct record record;
    AUTO(buf_release) struct buf text = BUF_INIT;
    struct err err = { 0 };
    assert_true(parse(RECORD, &record, &err));
    assert_null(record.title);
    record_print(&text, &record);
    assert_null(strstr(text.s, "title"));
}

static void assert_refused(const char *text, const char *message)
{
    AUTO(record_release) struct record record;
    struct err err = { 0 };
    if (parse(text, &record, &err))
        fail_msg("accepted: %s", text);
    assert_int_equal(err.kind, ERR_FALSE);
    assert_string_equal(err.file, "_data/snippets/a.json");
    assert_contains(err.text, message);
    err_release(&err);
}

/* The whole form is held here: the site draws from it. */
static void a_lab_is_printed_as_the_site_reads_it(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record();
    AUTO(buf_release) struct buf text = BUF_INIT, flat = BUF_INIT;
    record_print(&text, &record);
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] != ' ' && text.s[i] != '\n')
            buf_addc(&flat, text.s[i]);
    assert_contains(
        buf_str(&flat),
        "\"lab\":{\"networks\":[\"lan\"],\"hosts\":[{\"name\":\"server\",\"links\":[{"
        "\"network\":\"lan\",\"addresses\":[\"10.0.1.1/24\",\"fd01::1/64\"],\"mtu\":1400}]},"
        "{\"name\":\"router\",\"forward\":true,\"via\":[\"10.0.1.254\"],\"links\":[{");
    assert_contains(buf_str(&flat), "{\"name\":\"b\",\"host\":\"router\",\"command\":\"./b\"");
}

static void a_lab_is_shown_host_by_host(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record();
    AUTO(buf_release) struct buf text = BUF_INIT;
    record_lab_show(&text, &record.lab);
    assert_string_equal(buf_str(&text), "server  lan  10.0.1.1/24, fd01::1/64  mtu 1400\n"
                                        "router  lan  10.0.1.1/24, fd01::1/64\n"
                                        "        via 10.0.1.254\n"
                                        "        forward\n");
}

#define LAB_RECORD(lab)                                                                            \
    "{ \"snippet\": \"a\", " INPUTS ", " ENVIRONMENT ", \"lab\": " lab ", " COMPILE ", " PROCESSES \
    " }"
#define LINK "{ \"network\": \"n\", \"addresses\": [ \"10.0.0.1/8\" ] }"

static void a_lab_that_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const labs[] = {
        LAB_RECORD("1"),
        LAB_RECORD("{}"),
        LAB_RECORD("{ \"networks\": [], \"hosts\": [] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [] }"),
        LAB_RECORD("{ \"networks\": [ 1 ], \"hosts\": [ { \"name\": \"a\", \"links\": [ " LINK
                   " ] } ] }"),
        LAB_RECORD(
            "{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"links\": [ " LINK " ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [ "
                   "{ \"network\": \"n\", \"addresses\": [] } ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"via\": [], "
                   "\"links\": [ " LINK " ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"via\": [ "
                   "\"10.0.0.2/8\" ], \"links\": [ " LINK " ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"m\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [ " LINK
                   " ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [ "
                   "{ \"network\": \"n\", \"addresses\": [ \"10.0.0.1\" ] } ] } ] }"),
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [ "
                   "{ \"network\": \"n\", \"addresses\": [ \"10.0.0.1/33\" ] } ] } ] }"),
    };
    AUTO(record_release) struct record record;
    struct err err = { 0 };
    assert_true(parse(
        LAB_RECORD("{ \"networks\": [ \"n\" ], \"hosts\": [ { \"name\": \"a\", \"links\": [ " LINK
                   " ] } ] }"),
        &record, &err));
    for (size_t i = 0; i < COUNT(labs); i++)
        assert_refused(labs[i], "is not a record");
}

#define TRACE                                                                                      \
    "{ \"processes\": [ { \"name\": \"a\", \"process\": \"a\" } ], \"events\": [ "                 \
    "{ \"step\": 1, \"by\": \"a\", \"start\": \"\" } ] }"
#define TRACE_RECORD(trace)                                                                        \
    "{ \"snippet\": \"a\", " INPUTS ", " ENVIRONMENT ", " COMPILE ", " PROCESSES                   \
    ", \"trace\": " trace " }"

static void a_trace_is_the_last_of_a_record(void **state)
{
    (void)state;
    AUTO(record_release) struct record record, again, without;
    AUTO(buf_release) struct buf text = BUF_INIT;
    struct err err = { 0 };
    assert_true(parse(TRACE_RECORD(TRACE), &record, &err));
    record_print(&text, &record);
    assert_true(text_ends(buf_str(&text), "  ],\n  \"trace\": {\n    \"processes\": [\n"
                                          "      {\"name\": \"a\", \"process\": \"a\"}\n"
                                          "    ],\n    \"events\": [\n"
                                          "      {\"step\": 1, \"by\": \"a\", \"start\": \"\"}\n"
                                          "    ]\n  }\n}\n"));
    assert_true(parse(buf_str(&text), &again, &err));
    assert_true(record_same_outcome(&record, &again));
    assert_true(parse(RECORD, &without, &err));
    assert_false(record_same_outcome(&record, &without));
    assert_refused(TRACE_RECORD("1"), "is not a record");
}

static void what_is_no_json_is_said_with_its_line(void **state)
{
    (void)state;
    static const char *const texts[] = { "",
                                         "   ",
                                         "{",
                                         "[1,]",
                                         "{}x",
                                         RECORD RECORD,
                                         "{\"a\": 1, \"a\": 2}",
                                         "{\"a\": \"\xff\"}",
                                         "{\"a\": \"\\u0000\"}",
                                         "not json" };
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_refused(texts[i], "is not JSON: ");
    AUTO(record_release) struct record record;
    struct err err = { 0 };
    assert_false(parse("{\n\n  \"a\": ?\n}\n", &record, &err));
    assert_int_equal(err.line, 3);
    err_release(&err);
    assert_false(record_parse(&record, "a.json", "{\0}", 3, &err));
    err_release(&err);
}

/* RECORD with the first WHAT replaced by BY. Owned by the caller. */
static char *with(const char *what, const char *by)
{
    const char *at = strstr(RECORD, what);
    assert_non_null(at);
    return mem_printf("%.*s%s%s", (int)(at - RECORD), RECORD, by, at + strlen(what));
}

static void wrong_shapes_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *what, *by;
    } cases[] = {
        { "\"snippet\": \"a\"", "\"snippet\": 1" },
        { "\"snippet\": \"a\", ", "" },
        { "\"snippet\": \"a\"", "\"snippet\": \"a\", \"more\": 1" },
        { "\"snippet\": \"a\"", "\"snippet\": \"a\", \"title\": 1" },
        { INPUTS, "\"inputs\": 3" },
        { INPUTS, "\"inputs\": []" },
        { INPUTS, "\"inputs\": { \"a.c\": 1 }" },
        { INPUTS, "\"inputs\": { \"a.c\": \"0123\" }" },
        { INPUTS ", ", "" },
        { ENVIRONMENT, "\"environment\": {}" },
        { ENVIRONMENT, "\"environment\": \"x\"" },
        { "\"kernel\": \"Linux 6.1\"", "\"kernel\": null" },
        { "\"libc\": \"glibc 2.36\"", "\"libc\": \"glibc 2.36\", \"date\": \"\"" },
        { COMPILE, "\"compile\": {}" },
        { COMPILE, "\"compile\": \"ok\"" },
        { COMPILE, "\"compile\": [ 1 ]" },
        { COMPILE, "\"compile\": [ {} ]" },
        { "\"file\": \"a.c\"", "\"file\": 1" },
        { "\"result\": \"ok\"", "\"result\": \"ok\", \"x\": 1" },
        { PROCESSES, "\"processes\": 7" },
        { PROCESSES, "\"processes\": {}" },
        { PROCESSES, "\"processes\": [ [] ]" },
        { PROCESSES, "\"processes\": [ " PROCESS ", null ]" },
        { "\"exit\": 0", "\"exit\": \"0\"" },
        { "\"exit\": 0", "\"exit\": 0.5" },
        { "\"exit\": 0", "\"exit\": 4294967299" },
        { "\"exit\": 0", "\"exit\": -1" },
        { "\"exit\": 0", "\"exit\": 0, \"signal\": \"SEGV\"" },
        { "\"exit\": 0, ", "" },
        { "\"exit\": 0", "\"signal\": 11" },
        { "\"output\": \"hi\\n\"", "\"output\": null" },
        { "\"name\": \"a\"", "\"name\": \"a\", \"pid\": 2" },
    };
    size_t accepted = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *text = with(cases[i].what, cases[i].by);
        AUTO(record_release) struct record record;
        struct err err = { 0 };
        if (parse(text, &record, &err)) {
            print_error("accepted: %s\n", cases[i].by);
            accepted++;
        }
        err_release(&err);
    }
    assert_int_equal(accepted, 0);
    assert_refused("[]", "is not a record of this version of snip");
    assert_refused("{}", "is not a record of this version of snip");
}

/*
 * Every beginning of a record, and every record with one byte changed, is refused or read; nothing
 * crashes.
 */
static void broken_records_do_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (size_t len = 0; len < strlen(RECORD); len++) {
        struct record record;
        struct err err = { 0 };
        assert_false(record_parse(&record, "a", RECORD, len, &err));
        record_release(&record);
        err_release(&err);
        char text[] = RECORD;
        text[len] = (char)chance(&seed);
        if (!record_parse(&record, "a", text, strlen(RECORD), &err))
            err_release(&err);
        record_release(&record);
    }
}

static void outcome_is_what_was_seen(void **state)
{
    (void)state;
    AUTO(record_release) struct record a = full_record(), b = full_record();
    assert_true(record_same_outcome(&a, &b));
    /* Inputs, title and environment are none of it. */
    record_add_input(&b, "new.h", "", 0);
    b.environment.kernel[6] = '9';
    b.title[0] = 'x';
    assert_true(record_same_outcome(&a, &b));
    b.processes.v[0].status = 4;
    assert_false(record_same_outcome(&a, &b));
    b.processes.v[0].status = 3;
    b.processes.v[1].status = 1; /* means nothing beside a signal */
    assert_true(record_same_outcome(&a, &b));
    char *texts[] = { b.processes.v[0].output, b.processes.v[0].command,
                      b.processes.v[1].signal, b.compiles.v[0].command,
                      b.compiles.v[0].result,  b.compiles.v[0].diagnostics,
                      b.processes.v[1].name,   b.compiles.v[0].file };
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i][0] ^= 1;
        assert_false(record_same_outcome(&a, &b));
        texts[i][0] ^= 1;
    }
    size_t n = b.processes.n;
    b.processes.n = 1;
    assert_false(record_same_outcome(&a, &b));
    b.processes.n = n;
    assert_true(record_same_outcome(&a, &b));
}

static void inputs_are_sorted_and_single(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = { 0 };
    static const char *const names[] = { "z.c", "flags", "a/b.h", "a.c", "A.h" };
    static const char *const sorted[] = { "A.h", "a.c", "a/b.h", "flags", "z.c" };
    for (size_t i = 0; i < COUNT(names); i++)
        record_add_input(&record, names[i], names[i], strlen(names[i]));
    record_add_input(&record, "z.c", "other", 5);
    assert_int_equal(record.inputs.n, COUNT(sorted));
    for (size_t i = 0; i < COUNT(sorted); i++) {
        char hex[DIGEST_HEX + 1];
        digest_hex(sorted[i], strlen(sorted[i]), hex);
        assert_string_equal(record.inputs.v[i].name, sorted[i]);
        assert_string_equal(record_input_digest(&record, sorted[i]), hex);
    }
    assert_null(record_input_digest(&record, "b.c"));
}

static void compilations_are_found_by_file(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record();
    assert_ptr_equal(record_find_compile(&record, "create.c"), &record.compiles.v[0]);
    assert_null(record_find_compile(&record, "creat"));
}

static void environment_is_copied(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = full_record();
    struct environment copy = { mem_strdup("old"), NULL, NULL };
    environment_copy(&copy, &record.environment);
    assert_string_equal(copy.kernel, "Linux 6.18");
    assert_ptr_not_equal(copy.kernel, record.environment.kernel);
    environment_release(&copy);
    assert_null(copy.kernel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printing_and_reading_give_the_same),
        cmocka_unit_test(printed_form_is_stable),
        cmocka_unit_test(a_lab_is_printed_as_the_site_reads_it),
        cmocka_unit_test(a_lab_is_shown_host_by_host),
        cmocka_unit_test(a_lab_that_is_none_is_refused),
        cmocka_unit_test(a_trace_is_the_last_of_a_record),
        cmocka_unit_test(without_title_there_is_none),
        cmocka_unit_test(what_is_no_json_is_said_with_its_line),
        cmocka_unit_test(wrong_shapes_are_refused),
        cmocka_unit_test(broken_records_do_no_harm),
        cmocka_unit_test(outcome_is_what_was_seen),
        cmocka_unit_test(inputs_are_sorted_and_single),
        cmocka_unit_test(compilations_are_found_by_file),
        cmocka_unit_test(environment_is_copied),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
