/* engine/record/mask: what each mask takes and leaves, names, order, suggestions. */
#include "unit.h"

#include "base/mem.h"
#include "base/text.h"
#include "engine/record/mask.h"

static const struct mask_facts facts = {
    .port = { 32768, 60999 },
    .pid = { 20000, 20031 },
    .inode = { 48000, 49000 },
};

/* Masks from their names; one with a `=` is a pattern: "token=(\\w+)" is called token. */
static void make_masks(struct mask_specs *masks, const char *const *names)
{
    struct err err = { 0 };
    for (int line = 2; *names; names++, line++) {
        struct mask_spec *mask = vec_add(masks);
        size_t len = strcspn(*names, "=");
        mask->name = mem_strndup(*names, len);
        mask->line = line;
        mask->kind = MASK_PATTERN;
        for (int kind = 0; kind < MASK_PATTERN; kind++)
            if (strcmp(mask_kind_name((enum mask_kind)kind), mask->name) == 0)
                mask->kind = (enum mask_kind)kind;
        if (mask->kind == MASK_PATTERN)
            mask->pattern = pattern_new(*names + len + 1, &err);
        assert_int_equal(mask->pattern != NULL, mask->kind == MASK_PATTERN);
    }
}

#define MASKS(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* Holds that the masks NAMES make EXPECTED of TEXT. */
static void assert_masked(const char *const *names, const char *text, const char *expected)
{
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    bool matched[8] = { true, true, true, true, true, true, true, true };
    make_masks(&masks, names);
    buf_adds(&out, text);
    assert_true(mask_apply(&masks, "a.yml", &facts, &out, 1, matched, &err));
    assert_string_equal(buf_str(&out), expected);
    if (masks.n == 1)
        assert_int_equal(matched[0], strcmp(text, expected) != 0);
    buf_release(&out);
    mask_specs_release(&masks);
}

struct masking {
    const char *text, *masked;
};

static void assert_all(const char *name, const struct masking *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_masked(MASKS(name), all[i].text, all[i].masked);
}

static void ports(void **state)
{
    (void)state;
    static const struct masking all[] = {
        { "", "" },
        { "45678", "<port>" },
        { "32768 60999", "<port> <port2>" },
        { "32767 61000 8080 0", "32767 61000 8080 0" },
        { "10.0.0.1:45678", "10.0.0.1:<port>" },
        { "[::1]:45678\n", "[::1]:<port>\n" },
        { "127.0.0.1:45678 -> 127.0.0.1:8080", "127.0.0.1:<port> -> 127.0.0.1:8080" },
        { "from port 45678.", "from port <port>." },
        { "45678, 45679; (45678)", "<port>, <port2>; (<port>)" },
        { "포트는 45678번이다", "포트는 <port>번이다" },
        { "포트45678", "포트<port>" },
        { "port=45678\tx", "port=<port>\tx" },
        { "45678-45679", "<port>-<port2>" },
        { "[10.0.0.1] 45678 (?) open", "[10.0.0.1] <port> (?) open" },
        { "IP 10.0.0.1.45678 > 10.0.0.2.8080:", "IP 10.0.0.1.<port> > 10.0.0.2.8080:" },
        { "00045678", "<port>" },
        { "45678 045678", "<port> <port>" },
        { "0.45678", "0.45678" },
        { "45678.5", "45678.5" },
        { "1.2.45678", "1.2.45678" },
        { "1.2.3.45678", "1.2.3.45678" },
        { "1.2.3.4.5.45678", "1.2.3.4.5.45678" },
        { "v1.2.3.4.45678", "v1.2.3.4.45678" },
        { "1000.2.3.4.45678", "1000.2.3.4.45678" },
        { "10.0.0.1.45678.7", "10.0.0.1.45678.7" },
        { ".45678", ".<port>" },
        { "x45678 45678x _45678 45678_ 0x45678", "x45678 45678x _45678 45678_ 0x45678" },
        { "145678 456789 4567", "145678 456789 4567" },
        { "18446744073709597294", "18446744073709597294" }, /* 2 to the 64 and 45678 */
        { "99999999999999999999999945678", "99999999999999999999999945678" },
        { "45678 40001 45678 40001 40002 45678", "<port> <port2> <port> <port2> <port3> <port>" },
    };
    assert_all("port", all, COUNT(all));
}

static void pids_and_inodes(void **state)
{
    (void)state;
    static const struct masking pids[] = {
        { "pid=20003", "pid=<pid>" },
        { "fd: 20003", "fd: <pid>" },
        { "/proc/20003/fd", "/proc/<pid>/fd" },
        { "users:((\"nc\",pid=20001,fd=3))", "users:((\"nc\",pid=<pid>,fd=3))" },
        { "19999 20000 20031 20032", "19999 <pid> <pid2> 20032" },
    };
    static const struct masking inodes[] = {
        { "socket:[48213]", "socket:[<inode>]" },
        { "ino:48213 sk:1", "ino:<inode> sk:1" },
        { "47999 48000 49000 49001", "47999 <inode> <inode2> 49001" },
    };
    assert_all("pid", pids, COUNT(pids));
    assert_all("inode", inodes, COUNT(inodes));
}

/* Where it is known which were given out, no other number is a port. */
static void ports_of_the_run(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    struct mask_facts known = facts;
    known.given = (struct box_ports){ 2, { 51967, 60001 } };
    make_masks(&masks, MASKS("port"));
    buf_adds(&out, "sum 51966, uid 60000; 60001 and 51967, 60001");
    assert_true(mask_apply(&masks, "a.yml", &known, &out, 1, NULL, &err));
    assert_string_equal(buf_str(&out), "sum 51966, uid 60000; <port> and <port2>, <port>");
    buf_release(&out);
    mask_specs_release(&masks);
}

static void no_range_masks_nothing(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct mask_facts none = { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 0 } };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    bool matched[3];
    make_masks(&masks, MASKS("port", "pid", "inode"));
    buf_adds(&out, "0 1 45678 20003");
    assert_true(mask_apply(&masks, NULL, &none, &out, 1, matched, &err));
    assert_string_equal(buf_str(&out), "0 1 45678 20003");
    assert_false(matched[0] || matched[1] || matched[2]);
    buf_release(&out);
    mask_specs_release(&masks);
}

static void addresses(void **state)
{
    (void)state;
    static const struct masking all[] = {
        { "0x7ffd1234abcd", "<address>" },
        { "0x555555 0x0123456789abcdef", "<address> <address2>" },
        { "p=0x55d0c0ffee00, q=0x55d0c0ffee00", "p=<address>, q=<address>" },
        { "0x55D0C0FFEE00 0x55d0c0ffee00 0x00055d0c0ffee00", "<address> <address> <address>" },
        { "0x55555에", "0x55555에" },
        { "0x555555에서", "<address>에서" },
        { "0x55555 0x0123456789abcdef0", "0x55555 0x0123456789abcdef0" },
        { "00x555555 x0x555555 _0x555555 0x555555g 0x555555_", "00x555555 x0x555555 _0x555555 "
                                                               "0x555555g 0x555555_" },
        { "0X555555 0x", "0X555555 0x" },
        { "(0x555555)", "(<address>)" },
    };
    assert_all("address", all, COUNT(all));
}

static void dates_and_clocks(void **state)
{
    (void)state;
    static const struct masking all[] = {
        { "02:01:03", "<time>" },
        { "2:01:03 23:59:60", "<time> <time>" },
        { "at 02:01:03.123456.", "at <time>." },
        { "02:01:03,123", "<time>" },
        { "12:00:01: connected", "<time>: connected" },
        { "[02:01:03]", "[<time>]" },
        { "02:01:03에", "<time>에" },
        { "time:02:01:03", "time:<time>" },
        { "02:01:03 PM", "<time>" },
        { "02:01:03Z 02:01:03+09:00", "<time> <time>" },
        { "02:01:03 UTC", "<time>" },
        { "2026-11-25", "<time>" },
        { "2026-11-25.log", "<time>.log" },
        { "2026-11-25T02:01:03Z", "<time>" },
        { "2026-11-25T02:01:03.5+09:00", "<time>" },
        { "2026-11-25T02:01Z", "<time>" },
        { "2026-11-25 02:01:03", "<time>" },
        { "2026-11-25 02:01", "<time>" },
        { "Wed Nov 25 02:01:03 2026", "<time>" },
        { "Wed Nov  5 02:01:03 UTC 2026", "<time>" },
        { "Nov 25 02:01:03 host", "<time> host" },
        { "Wed, 25 Nov 2026 02:01:03 +0000", "<time>" },
        { "Date: Wed, 25 Nov 2026 02:01:03 GMT", "Date: <time>" },
        { "25 Nov 2026 02:01:03", "<time>" },
        /* not one */
        { "02:01", "02:01" },
        { "24:00:00 02:60:00 02:00:61", "24:00:00 02:60:00 02:00:61" },
        { "02:00:00:00:00:01", "02:00:00:00:00:01" },
        { "02:42:ac:11:00:02", "02:42:ac:11:00:02" },
        { "fe80::10:20:30 10:20:30::1", "fe80::10:20:30 10:20:30::1" },
        { "fd00:10:20:30::", "fd00:10:20:30::" },
        { "2026-13-25 2026-11-32 12026-11-25", "2026-13-25 2026-11-32 12026-11-25" },
        { "x02:01:03 02:01:03x", "x02:01:03 02:01:03x" },
        { "10.0.0.1:8080", "10.0.0.1:8080" },
        { "may 5 Mon", "may 5 Mon" },
    };
    assert_all("time", all, COUNT(all));
}

static void durations_and_seconds(void **state)
{
    (void)state;
    static const struct masking all[] = {
        { "1795577363", "<time>" },
        { "1795577363.123456 x", "<time> x" },
        { "t=1795577363.", "t=<time>." },
        { "12.345 ms", "<time>" },
        { "3s", "<time>" },
        { "15 \xC2\xB5s 15\xCE\xBCs 15 us 15ns", "<time> <time> <time> <time>" },
        { "0.1 seconds, 1 second, 2 secs", "<time>, <time>, <time>" },
        { "3 milliseconds", "<time>" },
        { "1,234.5 ms", "<time>" },
        { "1.2e-05 s", "<time>" },
        { "3초 12밀리초 7 마이크로초 8나노초", "<time> <time> <time> <time>" },
        { "3초가 걸렸다", "<time>가 걸렸다" },
        { "took=12ms;", "took=<time>;" },
        { "real\t0m0.003s", "real\t<time>" },
        { "rtt min/avg/max/mdev = 0.045/0.1/1/0.000 ms", "rtt min/avg/max/mdev = <time>" },
        { "/0.1/1 ms 1/2 3 s 1/ms 2/3 x", "/<time> 1/2 <time> 1/ms 2/3 x" },
        /* not one */
        { "100초과 3초기", "100초과 3초기" },
        { "2795577363 179557736 17955773631", "2795577363 179557736 17955773631" },
        { "1795577363.1.2 0.1795577363", "1795577363.1.2 0.1795577363" },
        { "3 sockets 3 server 3m 5분", "3 sockets 3 server 3m 5분" },
        { "x3s 3s2 10.0.0.1s", "x3s 3s2 10.0.0.1s" },
        { "3 bytes", "3 bytes" },
    };
    assert_all("time", all, COUNT(all));
}

static void times_have_no_number(void **state)
{
    (void)state;
    assert_masked(MASKS("time"), "3s 4s 3s 02:01:03", "<time> <time> <time> <time>");
}

static void patterns(void **state)
{
    (void)state;
    assert_masked(MASKS("token=token: (\\S+)"), "token: abc\ntoken: def\ntoken: abc\n",
                  "token: <token>\ntoken: <token2>\ntoken: <token>\n");
    assert_masked(MASKS("id=[0-9a-f]{8}"), "id 0123abcd, 0123ABCD", "id <id>, 0123ABCD");
    assert_masked(MASKS("n=^번호 (\\d+)$"), "번호 1\n번호 2\n번호 3x\n",
                  "번호 <n>\n번호 <n2>\n번호 3x\n");
    assert_masked(MASKS("n=(a)|b"), "a b a", "<n> <n2> <n>");
    assert_masked(MASKS("n=x(a*)"), "x xa xaa xa", "x x<n> x<n2> x<n>");
    assert_masked(MASKS("n=(?<=(\\d))x|\\d"), "1x", "<n>x");
    assert_masked(MASKS("n=가+"), "나가가다 가", "나<n>다 <n2>");
    assert_masked(MASKS("n=\\d\\d"), "12345", "<n><n2>5");
}

static void order_decides(void **state)
{
    (void)state;
    assert_masked(MASKS("port", "inode"), "48213 50000", "<port> <port2>");
    assert_masked(MASKS("inode", "port"), "48213 50000", "<inode> <port>");
    assert_masked(MASKS("port", "n=\\d+"), "45678 45679 7", "<port> <port2> <n>");
    assert_masked(MASKS("n=\\d+", "port"), "45678 45679 7", "<n> <n2> <n3>");
    assert_masked(MASKS("port", "p=port"), "port 45678", "<p> <port>");
    assert_masked(MASKS("port", "n=:\\S+"), ":45678 :x", ":<port> <n>");
    assert_masked(MASKS("port", "n=<port> (\\w+)"), "45678 ab", "<port> <n>");
    assert_masked(MASKS("port", "pid", "time", "n=b"), "b45678 b:45678 20001 3s b",
                  "<n>45678 <n>:<port> <pid> <time> <n>");
    assert_masked(MASKS("port", "a=longer than its name", "n=\\S+"),
                  "longer than its name 45678 zz", "<a> <port> <n>");
    assert_masked(MASKS("a-=x", "port"), "x y 45678", "<a-> y <port>");
}

/* The value counts, not which output it is in, and outputs are taken in their order. */
static void names_hold_throughout_a_run(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
    struct err err = { 0 };
    bool matched[3];
    make_masks(&masks, MASKS("port", "n=n(\\d)", "pid"));
    buf_adds(&out[0], "40002 n7");
    buf_adds(&out[1], "n8 40001 40002");
    buf_adds(&out[2], "40001 40003 n7");
    assert_true(mask_apply(&masks, "a.yml", &facts, out, 3, matched, &err));
    assert_string_equal(buf_str(&out[0]), "<port> n<n>");
    assert_string_equal(buf_str(&out[1]), "n<n2> <port2> <port>");
    assert_string_equal(buf_str(&out[2]), "<port2> <port3> n<n>");
    assert_true(matched[0] && matched[1] && !matched[2]);
    for (int i = 0; i < 3; i++)
        buf_release(&out[i]);
    mask_specs_release(&masks);
}

static void nothing_to_mask(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    bool matched[2] = { true, true };
    assert_true(mask_apply(&masks, NULL, &facts, NULL, 0, NULL, &err));
    make_masks(&masks, MASKS("port", "time"));
    assert_true(mask_apply(&masks, NULL, &facts, NULL, 0, matched, &err));
    assert_false(matched[0] || matched[1]);
    assert_true(mask_apply(&masks, NULL, &facts, &out, 1, matched, &err));
    assert_int_equal(out.len, 0);
    buf_release(&out);
    mask_specs_release(&masks);
}

static void too_long_is_an_error_at_its_line(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    make_masks(&masks, MASKS("port", "n=(a|b|ab)*c"));
    buf_adds(&out, "45678 ");
    for (int i = 0; i < 60; i++)
        buf_adds(&out, "ab");
    buf_adds(&out, "! c");
    assert_false(mask_apply(&masks, "a.yml", &facts, &out, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.file, "a.yml");
    assert_int_equal(err.line, 3);
    assert_string_equal(err.text, "the mask `n` takes too long on what was printed");
    assert_contains(err.hint, "`match`");
    err_release(&err);
    buf_release(&out);
    mask_specs_release(&masks);
}

/* Many masks, each of which could go on for a while, take no longer together than four may. */
static void all_masks_are_bounded_together(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    make_masks(&masks, MASKS("a=a\\w*;", "b=a\\w*:", "c=a\\w*=", "d=a\\w*/", "e=a\\w*!", "f=a\\w*%",
                             "g=a\\w*~", "time"));
    for (int i = 0; i < 3800; i++)
        buf_addc(&out, 'a');
    assert_false(mask_apply(&masks, "a.yml", &facts, &out, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_in_range(err.line, 5, 8);
    assert_contains(err.text, "takes too long");
    err_release(&err);
    masks.n = 2;
    assert_true(mask_apply(&masks, "a.yml", &facts, &out, 1, NULL, &err));
    masks.n = 8;
    buf_release(&out);
    mask_specs_release(&masks);
}

/* A name in the place of each pair of letters is seventeen times as long as what was printed. */
static void longer_by_far_is_an_error(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    make_masks(&masks, MASKS("port", "a-very-long-name-for-two-letters=aa"));
    for (int i = 0; i < 5 << 18; i++)
        buf_addc(&out, 'a');
    assert_false(mask_apply(&masks, "a.yml", &facts, &out, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.text,
                        "the mask `a-very-long-name-for-two-letters` makes what was printed "
                        "over 16 MiB longer");
    assert_in_range(out.len, 1, 20 << 20);
    err_release(&err);
    buf_release(&out);
    mask_specs_release(&masks);
}

/* A flood: as many different values as fit, and texts that are worst for our own expression. */
static void large_outputs(void **state)
{
    (void)state;
    static const char *const units[] = {
        "1,234", "1 ", "1:", "1.2", "12:34:", "9", "Mon Jan ", "0x"
    };
    struct mask_specs masks = { 0 };
    struct err err = { 0 };
    struct buf out = BUF_INIT;
    bool matched[4];
    make_masks(&masks, MASKS("time", "port", "address", "n=n(\\d+)"));
    for (size_t i = 0; i < COUNT(units); i++) {
        buf_clear(&out);
        while (out.len < (strcmp(units[i], "9") == 0 ? 1 << 20 : 64 << 10))
            buf_adds(&out, units[i]);
        assert_true(mask_apply(&masks, "a.yml", &facts, &out, 1, matched, &err));
        assert_false(matched[0] || matched[1] || matched[2] || matched[3]);
    }
    buf_clear(&out);
    for (int i = 0; i < 40000; i++)
        buf_printf(&out, "%d n%d\n", 32768 + i % 20000, i);
    assert_true(mask_apply(&masks, "a.yml", &facts, &out, 1, matched, &err));
    assert_contains(buf_str(&out), "<port20000> n<n20000>\n<port> n<n20001>\n");
    buf_release(&out);
    mask_specs_release(&masks);
}

/* Masks a copy of TEXT by NAMES. Owned by the caller. */
static char *masked_copy(const char *const *names, const char *text)
{
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    make_masks(&masks, names);
    buf_adds(&out, text);
    assert_true(mask_apply(&masks, "a.yml", &facts, &out, 1, NULL, &err));
    assert_true(utf8_valid(buf_str(&out), out.len, NULL));
    mask_specs_release(&masks);
    return buf_steal(&out);
}

/*
 * Whatever is printed, the result is UTF-8, and one mask of numbers finds nothing more in it. (Others
 * could: of `02:01:03:45678` the clock seems a part of an address, of `02:01:03:<port>` not.)
 */
static void chance_outputs(void **state)
{
    (void)state;
    static const char *const pieces[] = { "45678",   "20003", "48213",  "0x7ffd1234", "02:01:03",
                                          "3s",      " ",     ".",      ":",          "x",
                                          "번",      "0",     "<port>", "2026-11-25", "\n",
                                          "tok=abc", ",",     "-" };
    static const char *const numbers[] = { "port", "pid", "inode", "address" };
    uint64_t seed = 1983;
    int changed = 0;
    for (int round = 0; round < 5000; round++) {
        struct buf text = BUF_INIT;
        buf_adds(&text, "");
        for (size_t n = chance_below(&seed, 12); n > 0; n--)
            buf_adds(&text, pieces[chance_below(&seed, COUNT(pieces))]);
        free(masked_copy(MASKS("pid", "time", "t=tok=(\\w+)", "port", "address"), buf_str(&text)));
        const char *name = numbers[chance_below(&seed, COUNT(numbers))];
        AUTO_FREE char *once = masked_copy(MASKS(name), buf_str(&text));
        AUTO_FREE char *twice = masked_copy(MASKS(name), once);
        assert_string_equal(once, twice);
        changed += strcmp(once, buf_str(&text)) != 0;
        buf_release(&text);
    }
    assert_in_range(changed, 500, 4500);
}

/* Holds that EXPECTED (NULL: nothing) is suggested for outputs A and B masked by NAMES. */
static void assert_suggested(const char *const *names, const char *a, const char *b,
                             const char *expected)
{
    struct mask_specs masks = { 0 };
    AUTO_FREE char *output_a = mem_strdup(a), *output_b = mem_strdup(b);
    struct record_process first = { .output = output_a }, second = { .output = output_b };
    struct record_processes processes[] = { { &first, 1, 1 }, { &second, 1, 1 } };
    const struct outcome runs[] = { { &processes[0], &facts }, { &processes[1], &facts } };
    make_masks(&masks, names);
    AUTO_FREE char *got = mask_suggest(&masks, runs, NULL);
    if (expected)
        assert_string_equal(got ? got : "(none)", expected);
    else
        assert_null(got);
    assert_string_equal(output_a, a);
    assert_string_equal(output_b, b);
    mask_specs_release(&masks);
}

static void suggestions(void **state)
{
    (void)state;
    static const char *const none[] = { NULL };
    assert_suggested(none, "x 45678", "x 45679", "port");
    assert_suggested(none, "pid 20001", "pid 20002", "pid");
    assert_suggested(none, "0x7ffd1234abcd", "0x7ffd1234abce", "address");
    assert_suggested(none, "3s", "4s", "time");
    assert_suggested(none, "45678 3s", "45679 4s", "port, time");
    assert_suggested(none, "1 20001 45678 0x555555 02:01:03", "1 20002 45679 0x555556 02:01:04",
                     "port, pid, address, time");
    assert_suggested(none, "same 45678", "same 45678", NULL);
    assert_suggested(none, "x 45678", "y 45679", NULL);
    assert_suggested(none, "45678 45678", "45678 45679", NULL);
    assert_suggested(none, "", "45679", NULL);
    assert_suggested(MASKS("port"), "<port> 45678", "<port> 45679", NULL);
    assert_suggested(MASKS("pid", "n=x"), "<pid> 45678", "<pid> 45679", "port");
}

/* Each of them is tried: of what is very long, none. */
static void no_suggestions_for_floods(void **state)
{
    (void)state;
    static const char *const none[] = { NULL };
    struct buf a = BUF_INIT, b = BUF_INIT;
    buf_adds(&a, "45678");
    buf_adds(&b, "45679");
    while (a.len + b.len <= 1 << 20) {
        buf_adds(&a, " 3s");
        buf_adds(&b, " 3s");
    }
    assert_suggested(none, buf_str(&a), buf_str(&b), NULL);
    buf_release(&a);
    buf_release(&b);
}

/* Two runs know their own ranges, and all outputs must become equal. */
static void suggestions_of_whole_runs(void **state)
{
    (void)state;
    struct mask_specs masks = { 0 };
    struct mask_facts later = facts;
    struct record_process a[] = { { .output = (char[]){ "48213 48214" } },
                                  { .output = (char[]){ "[48214]" } } },
                          b[] = { { .output = (char[]){ "70001 70009" } },
                                  { .output = (char[]){ "[70009]" } } };
    struct record_processes first = { a, 2, 2 }, second = { b, 2, 2 };
    const struct outcome runs[] = { { &first, &facts }, { &second, &later } };
    later.inode = (struct mask_range){ 70000, 71000 };
    AUTO_FREE char *got = mask_suggest(&masks, runs, NULL);
    assert_string_equal(got ? got : "(none)", "inode");
    b[1].output = (char[]){ "[70001]" };
    assert_null(mask_suggest(&masks, runs, NULL));
}

static void clocks_are_seen(void **state)
{
    (void)state;
    static const char *const clocks[] = { "at 02:01:03\n", "Thu Nov 26 00:58:40 2026\n",
                                          "Date: Thu, 26 Nov 2026 00:58:40 GMT\r\n",
                                          "3 s later it was 1795654720.25\n" };
    static const char *const others[] = { "",         "2026-11-26\n",    "02:01\n",
                                          "3 s\n",    "1795654720 ns\n", "02:00:00:00:01:01\n",
                                          "<time>\n", "179565472\n" };
    for (size_t i = 0; i < COUNT(clocks); i++)
        assert_true(mask_sees_clock((struct slice){ clocks[i], strlen(clocks[i]) }));
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(mask_sees_clock((struct slice){ others[i], strlen(others[i]) }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ports),
        cmocka_unit_test(pids_and_inodes),
        cmocka_unit_test(ports_of_the_run),
        cmocka_unit_test(no_range_masks_nothing),
        cmocka_unit_test(addresses),
        cmocka_unit_test(dates_and_clocks),
        cmocka_unit_test(durations_and_seconds),
        cmocka_unit_test(times_have_no_number),
        cmocka_unit_test(patterns),
        cmocka_unit_test(order_decides),
        cmocka_unit_test(names_hold_throughout_a_run),
        cmocka_unit_test(nothing_to_mask),
        cmocka_unit_test(too_long_is_an_error_at_its_line),
        cmocka_unit_test(all_masks_are_bounded_together),
        cmocka_unit_test(longer_by_far_is_an_error),
        cmocka_unit_test(large_outputs),
        cmocka_unit_test(chance_outputs),
        cmocka_unit_test(clocks_are_seen),
        cmocka_unit_test(suggestions),
        cmocka_unit_test(suggestions_of_whole_runs),
        cmocka_unit_test(no_suggestions_for_floods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
