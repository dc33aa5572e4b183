/* doc/manifest/trace: how a run is to be recorded. */
#include "mistakes.h"

#define LAB     "lab: { alice: { lan: 10.0.1.2/24 }, bob: { lan: 10.0.1.3/24 } }\nrun: { alice: {} }\n"
#define SUBJECT FOLDER("alice.c")

static void is_off_unless_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool on;
    } cases[] = {
        { "title: x\n", false },
        { "trace: false\n", false },
        { "trace: true\n", true },
        { "trace: { arp: false }\n", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse_as(&m, cases[i].text, one_file);
        assert_int_equal(m.trace.on, cases[i].on);
        assert_int_equal(m.trace.lose.n + m.trace.flip.n + m.trace.arp + m.trace.orders, 0);
        manifest_release(&m);
    }
}

static void says_what_wires_do(void **state)
{
    (void)state;
    struct manifest m;
    /* The lab may stand below. */
    parse_as(&m,
             "trace: { lose: { bob: 2, alice: [1, 1000] }, flip: { alice: 1 }, arp: true, "
             "orders: 8 }\n" LAB,
             SUBJECT);
    static const struct trace_frame lost[] = { { 1, 2 }, { 0, 1 }, { 0, 1000 } };
    assert_true(m.trace.on && m.trace.arp);
    assert_int_equal(m.trace.orders, 8);
    assert_int_equal(m.trace.lose.n, COUNT(lost));
    for (size_t i = 0; i < COUNT(lost); i++) {
        assert_int_equal(m.trace.lose.v[i].host, lost[i].host);
        assert_int_equal(m.trace.lose.v[i].nth, lost[i].nth);
    }
    assert_int_equal(m.trace.flip.n, 1);
    assert_int_equal(m.trace.flip.v[0].host, 0);
    manifest_release(&m);
}

#define COUNTED "count the frames that the host sends, from 1: { alice: 2 } or { alice: [2, 3] }"

static void mistakes_of_a_file(void **state)
{
    (void)state;
    static const struct mistake mistakes[] = {
        { "trace:\n", 1, "`trace` must be true, or a mapping of what wires do, but is missing",
          "write trace: true" },
        { "trace: yes\n", 1, "`trace` must be true, or a mapping of what wires do, but is `yes`",
          "write trace: true" },
        { "trace: {}\n", 1,
          "`trace` must be true, or a mapping of what wires do, but is an empty mapping",
          "write trace: true" },
        { "trace: [lose]\n", 1,
          "`trace` must be true, or a mapping of what wires do, but is a list",
          "write trace: true" },
        { "trace:\n  arp: on\n", 2, "`arp` must be true or false, but is `on`",
          "write arp: true to see how hosts ask for each other" },
        { "trace: { loose: 1 }\n", 1, "unknown key `loose` in `trace`", "did you mean `lose`?" },
        { "trace: { lose: { alice: 1 } }\n", 1,
          "`lose` is of frames between hosts, and there is no `lab`",
          "say what the hosts are: lab: { server: { lan: 10.0.1.1/24 }, … }" },
        { "trace: { orders: 0 }\n", 1, "`orders` must be a number from 1 to 1000, but is `0`",
          "write orders: 20 to try so many other orders of a new outcome" },
        { "trace: { orders: 1001 }\n", 1, "`orders` must be a number from 1 to 1000, but is `1001`",
          "write orders: 20 to try so many other orders of a new outcome" },
        { "compile: fail\ntrace: true\n", 2,
          "`trace` is about a run, but with `compile: fail` nothing runs",
          "delete it, or the line `compile: fail`" },
    };
    assert_mistakes(mistakes, COUNT(mistakes), one_file);
}

static void mistakes_of_wires(void **state)
{
    (void)state;
    static const struct mistake mistakes[] = {
        { LAB "trace: { lose: 2 }\n", 3,
          "`lose` must be a mapping of hosts to numbers of frames, but is `2`",
          "write lose: { alice: 1 } for the first frame that it sends" },
        { LAB "trace: { flip: {} }\n", 3,
          "`flip` must be a mapping of hosts to numbers of frames, but is an empty mapping",
          "write flip: { alice: 1 } for the first frame that it sends" },
        { LAB "trace:\n  lose:\n    alise: 2\n", 5, "there is no host `alise`",
          "did you mean `alice`?" },
        { LAB "trace: { lose: { server: 2 } }\n", 3, "there is no host `server`",
          "hosts: alice, bob" },
        { LAB "trace: { lose: { bob: 0 } }\n", 3,
          "the number of a frame must be from 1 to 1000, but is `0`", COUNTED },
        { LAB "trace: { lose: { bob: 1001 } }\n", 3,
          "the number of a frame must be from 1 to 1000, but is `1001`", COUNTED },
        { LAB "trace: { lose: { bob: [] } }\n", 3,
          "the number of a frame must be from 1 to 1000, but is an empty list", COUNTED },
        { LAB "trace: { lose: { bob: [1, x] } }\n", 3,
          "the number of a frame must be from 1 to 1000, but is `x`", COUNTED },
        { LAB "trace:\n  lose:\n    bob:\n      - 1\n      - 1\n", 7, "frame 1 stands twice",
          "keep one of the two" },
    };
    assert_mistakes(mistakes, COUNT(mistakes), SUBJECT);
}

static void frames_are_bounded(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_adds(&text, LAB "trace: { lose: { bob: [1");
    for (int i = 2; i <= 101; i++)
        buf_printf(&text, ", %d", i);
    buf_adds(&text, "] } }\n");
    const struct mistake over = { buf_str(&text), 3, "these are over 100 frames", "name fewer" };
    assert_mistakes(&over, 1, SUBJECT);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_off_unless_asked_for), cmocka_unit_test(says_what_wires_do),
        cmocka_unit_test(mistakes_of_a_file),      cmocka_unit_test(mistakes_of_wires),
        cmocka_unit_test(frames_are_bounded),
    };
    return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
