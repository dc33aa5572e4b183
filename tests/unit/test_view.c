/* engine/truth/view: what a block shows of a record. */
#include "unit.h"

#include "base/mem.h"
#include "engine/truth/view.h"

static char ok_word[] = "ok", fail_word[] = "fail", empty[] = "";
static char call_a[] = "./a", call_b[] = "./b 8080";
static char name_a[] = "a", name_b[] = "b";

static void assert_view(struct block block, const struct record *record, const char *expected)
{
    struct buf out = BUF_INIT;
    view_render(&out, &block, (struct slice){ "", 0 }, record);
    assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
}

/* What an output block shows of one process that printed OUTPUT. */
static void assert_process(const char *output, int status, const char *sig, const char *expected)
{
    AUTO_FREE char *printed = mem_strdup(output);
    AUTO_FREE char *name = sig ? mem_strdup(sig) : NULL;
    struct record_process process = {
        .name = name_a, .command = call_a, .status = status, .signal = name, .output = printed
    };
    struct record record = { .processes = { .v = &process, .n = 1 } };
    assert_view((struct block){ .kind = VIEW_OUTPUT }, &record, expected);
}

static void code_is_the_source(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    view_render(&out, &(struct block){ .kind = VIEW_CODE }, (struct slice){ "int x;\n", 7 }, NULL);
    assert_string_equal(buf_str(&out), "int x;\n");
    buf_release(&out);
}

static void output_of_one_process(void **state)
{
    (void)state;
    assert_process("hi\n", 0, NULL, "$ ./a\nhi\n");
    assert_process("", 0, NULL, "$ ./a\n");
    assert_process("no newline", 0, NULL, "$ ./a\nno newline\n");
    assert_process("\n", 0, NULL, "$ ./a\n\n");
    assert_process("한글\n", 3, NULL, "$ ./a\n한글\n[exit status 3]\n");
    assert_process("cut", 255, NULL, "$ ./a\ncut\n[exit status 255]\n");
    assert_process("", 1, NULL, "$ ./a\n[exit status 1]\n");
    assert_process("cut", 0, "SEGV", "$ ./a\ncut\n[killed by SIGSEGV]\n");
    assert_process("-->\n```\n", 0, "ABRT", "$ ./a\n-->\n```\n[killed by SIGABRT]\n");
}

static void several_processes_in_their_order(void **state)
{
    (void)state;
    char a[] = "first", b[] = "second\n";
    struct record_process processes[] = {
        { .name = name_a, .command = call_a, .output = a },
        { .name = name_b, .command = call_b, .status = 2, .output = b }
    };
    struct record record = { .processes = { .v = processes, .n = 2 } };
    struct block block = { .kind = VIEW_OUTPUT };
    assert_view(block, &record, "a$ ./a\nfirst\nb$ ./b 8080\nsecond\n[exit status 2]\n");
    char key[] = "only";
    char *values[] = { name_b, (char[]){ "b,a" }, (char[]){ "ab" }, empty };
    static const char *const shown[] = { "b$ ./b 8080\nsecond\n[exit status 2]\n",
                                         "a$ ./a\nfirst\nb$ ./b 8080\nsecond\n[exit status 2]\n",
                                         "", "" };
    for (size_t i = 0; i < COUNT(values); i++) {
        struct attribute only = { key, values[i] };
        block.attributes.v = &only;
        block.attributes.n = 1;
        assert_view(block, &record, shown[i]);
    }
}

/* What a table shows of a program that printed OUTPUT. */
static void assert_table(const char *output, const char *expected)
{
    AUTO_FREE char *printed = mem_strdup(output);
    struct record_process process = { .name = name_a, .command = call_a, .output = printed };
    struct record record = { .processes = { .v = &process, .n = 1 } };
    assert_view((struct block){ .kind = VIEW_TABLE }, &record, expected);
}

static void table_in_columns(void **state)
{
    (void)state;
    assert_table("call\tanswer\nsend\t1\nrecv \tEAGAIN\n", "call  answer\n"
                                                           "send  1\n"
                                                           "recv  EAGAIN\n");
    assert_table("소켓\t상태\t호출\t답\n"
                 "TCP\t새것\tsend\tEPIPE\nTCP\t새것\trecv\tENOTCONN\n"
                 "TCP\tlisten\trecv\tENOTCONN\nTCP\tlisten\tsend\tEPIPE\n"
                 "UDP\tlisten\tsend\t1\nUDP\tlisten\trecv\t0",
                 "              호출 → 답\n"
                 "소켓  상태    send   recv\n"
                 "TCP   새것    EPIPE  ENOTCONN\n"
                 "      listen  EPIPE  ENOTCONN\n"
                 "UDP   listen  1      0\n");
}

static void what_is_no_table(void **state)
{
    (void)state;
    assert_table("", "[prints no answers below a line of names]\n");
    assert_table("a\tb\n", "[prints no answers below a line of names]\n");
    assert_table("a\nb\n", "[has a first line without a TAB, so no knob and its answer]\n");
    assert_table("a\tb\n1\n", "[has 1 cell in line 2, and 2 in the first]\n");
    assert_table("a\tb\n\n", "[has 1 cell in line 2, and 2 in the first]\n");
    assert_table("a\tb\n1\t2\t3\n", "[has 3 cells in line 2, and 2 in the first]\n");
    assert_table("a\tb\n1\t \n", "[has an empty cell in line 2]\n");
    assert_table("a\tb\n1\t2\n2\t2\n1 \t3\n", "[answers `1` twice, in lines 2 and 4]\n");
    assert_table("a\tb\tc\n1\tx\t2\n1\ty\t2\n2\tx\t3\n", "[has no answer for `2, y`]\n");
    struct buf long_one = BUF_INIT;
    for (int line = 0; line < 401; line++)
        buf_printf(&long_one, "%d\tx\n", line);
    assert_table(buf_str(&long_one), "[has 401 lines, and at most 400 can be read]\n");
    buf_release(&long_one);
}

static void diagnostics_of_the_file(void **state)
{
    (void)state;
    char file[] = "bad.c", command[] = "cc -o bad bad.c";
    char words[] = "bad.c:1:1: error: no\n", target[] = "socket/bad.c", top[] = "bad.c";
    char other[] = "socket/other.c";
    struct record_compile compile = {
        .file = file, .command = command, .result = fail_word, .diagnostics = words
    };
    struct record record = { .compiles = { .v = &compile, .n = 1 } };
    struct block block = { .kind = VIEW_DIAGNOSTICS, .target = target };
    assert_view(block, &record, "$ cc -o bad bad.c\nbad.c:1:1: error: no\n");
    block.target = top;
    assert_view(block, &record, "$ cc -o bad bad.c\nbad.c:1:1: error: no\n");
    block.target = other;
    assert_view(block, &record, "");
    compile = (struct record_compile){
        .file = file, .command = command, .result = ok_word, .diagnostics = empty
    };
    block.target = target;
    assert_view(block, &record, "$ cc -o bad bad.c\n");
}

/* What a run did that asked itself something: its record's trace. */
static const char asks[] =
    "{\"processes\": [{\"name\": \"a\", \"process\": \"a\", \"host\": \"x\"},"
    " {\"name\": \"b\", \"process\": \"b\", \"host\": \"y\"}], \"events\": ["
    "{\"step\": 1, \"by\": \"b\", \"call\": \"recv\", \"args\": \"3, buf, 9\"},"
    "{\"step\": 2, \"by\": \"a\", \"call\": \"getsockname\", \"args\": \"3\", \"result\": \"0\"},"
    "{\"step\": 3, \"by\": \"a\", \"call\": \"send\", \"args\": \"3, \\\"hi\\\", 2\", \"result\": "
    "\"2\"},"
    "{\"step\": 3, \"host\": \"x\", \"leaves\": 1, \"on\": \"lan\", \"from\": \"10.0.0.1:5\","
    " \"to\": \"10.0.0.2:6\", \"is\": \"UDP\", \"data\": \"hi\"},"
    "{\"step\": 4, \"host\": \"y\", \"arrives\": 1, \"on\": \"lan\"},"
    "{\"step\": 4, \"by\": \"b\", \"returns\": \"recv\", \"args\": \"3, buf, 9\","
    " \"result\": \"2 \\\"hi\\\"\", \"free\": true}]}";

static struct record record_of(const char *trace)
{
    struct record record = { 0 };
    json_t *json = json_loads(trace, 0, NULL);
    assert_true(record_trace_parse(&record.trace, json));
    json_decref(json);
    return record;
}

static void what_a_run_did(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = record_of(asks);
    static const char free_mark[] = "\n* may as well come later\n";
    AUTO_FREE char *calls = mem_printf("b  recv(3, buf, 9) …\n"
                                       "a  send(3, \"hi\", 2) = 2\n"
                                       "b  … recv(3, buf, 9) = 2 \"hi\" *\n%s",
                                       free_mark);
    AUTO_FREE char *timeline =
        mem_printf("                     a                 b\n"
                   "                     │                 ╽ recv(3, buf, 9) …\n"
                   "send(3, \"hi\", 2) = 2 │────UDP \"hi\"────>┃\n"
                   "                     │                 ╿ recv = 2 \"hi\" *\n%s",
                   free_mark);
    assert_view((struct block){ .kind = VIEW_CALLS }, &record, calls);
    assert_view((struct block){ .kind = VIEW_PACKETS }, &record,
                "1  a > b  10.0.0.1:5 > 10.0.0.2:6  UDP  \"hi\"\n");
    assert_view((struct block){ .kind = VIEW_TIMELINE }, &record, timeline);
    char key[] = "calls", value[] = "getsockname";
    struct attribute folded = { key, value };
    struct block block = { .kind = VIEW_CALLS, .attributes = { .v = &folded, .n = 1 } };
    assert_view(block, &record, "a  getsockname(3) = 0\n");
}

/* A socket of TCP that connects, one of UDP, and one that listens. */
static const char connects[] =
    "{\"processes\": [{\"name\": \"a\", \"process\": \"a\", \"host\": \"x\"},"
    " {\"name\": \"b\", \"process\": \"b\", \"host\": \"y\"}], \"events\": ["
    "{\"step\": 1, \"host\": \"y\", \"by\": \"b\", \"state\": \"LISTEN\", \"from\": \"0.0.0.0:6\"},"
    "{\"step\": 2, \"host\": \"x\", \"by\": \"a\", \"state\": \"SYN_SENT\", \"from\": "
    "\"1.1.1.1:5\","
    " \"to\": \"1.1.1.2:6\"},"
    "{\"step\": 2, \"host\": \"x\", \"by\": \"a\", \"state\": \"ESTABLISHED\", \"from\": "
    "\"1.1.1.1:7\","
    " \"to\": \"1.1.1.2:6\"},"
    "{\"step\": 3, \"host\": \"x\", \"leaves\": 1, \"on\": \"lan\", \"from\": \"1.1.1.1:5\","
    " \"to\": \"1.1.1.2:6\", \"is\": \"TCP\", \"flags\": \"SYN\"},"
    "{\"step\": 4, \"host\": \"y\", \"by\": \"b\", \"state\": \"LISTEN\", \"from\": \"0.0.0.0:6\","
    " \"unread\": 1},"
    "{\"step\": 5, \"host\": \"x\", \"by\": \"a\", \"state\": \"ESTABLISHED\", \"from\": "
    "\"1.1.1.1:5\","
    " \"to\": \"1.1.1.2:6\"}]}";

static void states_of_a_recorded_run(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = record_of(connects);
    char key[] = "only";
    struct attribute only = { key, name_a };
    struct block block = { .kind = VIEW_STATES };
    assert_view(block, &record,
                "b  0.0.0.0:6\n  LISTEN\n"
                "a  1.1.1.1:5 > 1.1.1.2:6\n  SYN_SENT → ESTABLISHED\n");
    block.attributes.v = &only;
    block.attributes.n = 1;
    assert_view(block, &record, "a  1.1.1.1:5 > 1.1.1.2:6\n  SYN_SENT → ESTABLISHED\n");
}

/* What KIND shows of one process that COMMAND started and that printed OUTPUT. */
static void assert_ss(enum view_kind kind, const char *command, const char *output,
                      const char *expected)
{
    AUTO_FREE char *typed = mem_strdup(command);
    AUTO_FREE char *printed = mem_strdup(output);
    struct record_process process = { .name = name_a, .command = typed, .output = printed };
    struct record record = { .processes = { .v = &process, .n = 1 } };
    struct block block = { .kind = kind };
    const char *hint;
    assert_view(block, &record, expected);
    AUTO_FREE char *wrong = view_wrong(&block, &record, &hint);
    assert_int_equal(wrong == NULL, *expected != '\0');
}

static void what_ss_printed(void **state)
{
    (void)state;
    static const char printed[] =
        "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
        "LISTEN 2      5          127.0.0.1:8080      0.0.0.0:*\n"
        "FIN-WAIT-2 0 0 10.0.1.2:<port> 10.0.1.1:8080\nESTAB 1\n";
    static const char states[] = "a  127.0.0.1:8080 > 0.0.0.0:*\n  LISTEN\n"
                                 "a  10.0.1.2:<port> > 10.0.1.1:8080\n  FIN_WAIT2\n";
    static const char *const commands[] = { "ss -tan", "ss -H -ltn", "sh -c 'ss -ltn | cat'" };
    static const char *const others[] = { "ss -uan", "ss -tuan", "ss -an", "less -t", "ss", "cat" };
    for (size_t i = 0; i < COUNT(commands); i++) {
        assert_ss(VIEW_STATES, commands[i], printed, states);
        assert_ss(VIEW_QUEUE, commands[i], printed, "a  127.0.0.1:8080  ■■□□□  2 of 5\n");
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_ss(VIEW_STATES, others[i], printed, "");
        assert_ss(VIEW_QUEUE, others[i], printed, "");
    }
    assert_ss(VIEW_QUEUE, "ss -ltn",
              "LISTEN 2 1 *:80 *:*\nLISTEN 0 0 *:81 *:*\nLISTEN 3 33 *:82 *:*\n",
              "a  *:80  ■■  2 of 1\na  *:81  0 of 0\na  *:82  3 of 33\n");
}

static void too_much_is_said(void **state)
{
    (void)state;
    AUTO(record_release) struct record record = record_of(asks);
    struct block block = { .kind = VIEW_TIMELINE }, output = { .kind = VIEW_OUTPUT };
    assert_null(view_too_much(&block, &record));
    record.trace.omitted = 7;
    assert_view(block, &record, "[more happened than is recorded: 7 events are left out]\n");
    AUTO_FREE char *why = view_too_much(&block, &record);
    assert_string_equal(why, "more happened than is recorded: 7 events are left out");
    assert_null(view_too_much(&output, &record));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_is_the_source),
        cmocka_unit_test(output_of_one_process),
        cmocka_unit_test(several_processes_in_their_order),
        cmocka_unit_test(table_in_columns),
        cmocka_unit_test(what_is_no_table),
        cmocka_unit_test(diagnostics_of_the_file),
        cmocka_unit_test(what_a_run_did),
        cmocka_unit_test(states_of_a_recorded_run),
        cmocka_unit_test(what_ss_printed),
        cmocka_unit_test(too_much_is_said),
    };
    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
