/* doc/manifest/process, box/world/rights: who is given what, and what a program with a right can do, and what not. */
#include "hosts.h"
#include "mistakes.h"

#include "base/right.h"

#define TWO "run:\n  server:\n  client:\n"

static void only_program(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned rights;
    } cases[] = {
        { "title: x\n", 0 },
        { "rights: []\n", 0 },
        { "rights: [net_raw]\n", RIGHT_NET_RAW },
        { "rights: [tun]\n", RIGHT_TUN },
        { "rights:\n  - net_bind\n  - net_admin\n", RIGHT_NET_BIND | RIGHT_NET_ADMIN },
        { "rights: [net_raw]\nrun: { b: { args: [x] } }\n", RIGHT_NET_RAW },
        { "rights: { b: [net_raw] }\nrun: { b: { args: [x] } }\n", RIGHT_NET_RAW },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse_as(&m, cases[i].text, one_file);
        assert_int_equal(m.processes.v[0].rights, cases[i].rights);
        manifest_release(&m);
    }
}

static void each_process_has_its_own(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, "rights: { client: [net_raw, net_bind] }\n" TWO, FOLDER("server.c", "client.c"));
    assert_int_equal(m.processes.v[0].rights, 0);
    assert_int_equal(m.processes.v[1].rights, RIGHT_NET_RAW | RIGHT_NET_BIND);
    manifest_release(&m);
}

static void mistakes_of_one(void **state)
{
    (void)state;
    static const struct mistake mistakes[] = {
        { "rights: [net_rwa]\n", 1, "there is no right `net_rwa`", "did you mean `net_raw`?" },
        { "rights:\n  - net_raw\n  - root\n", 3, "there is no right `root`",
          "there are: net_raw, net_admin, net_bind, tun" },
        { "rights:\n  - net_raw\n  - net_raw\n", 3, "`net_raw` stands twice among the rights",
          "keep one of the two" },
        { "rights: [[net_raw]]\n", 1, "a right must be a text, but is a list", "write [net_raw]" },
        { "rights: net_raw\n", 1, "`rights` must be a list, but is `net_raw`",
          "write rights: [net_raw]" },
        { "rights: { b: [net_raw] }\n", 1, "`rights` must be a list, but is a mapping",
          "write rights: [net_raw]" },
        { "rights:\n", 1, "`rights` must be a list, but is missing", "write rights: [net_raw]" },
        { "compile: fail\nrights: [net_raw]\n", 2,
          "`rights` is about a run, but with `compile: fail` nothing runs",
          "delete it, or the line `compile: fail`" },
    };
    assert_mistakes(mistakes, COUNT(mistakes), one_file);
}

static void mistakes_of_several(void **state)
{
    (void)state;
    static const struct mistake mistakes[] = {
        { TWO "rights:\n  server: [net_raw]\n  cleint: [net_raw]\n", 6,
          "there is no process `cleint`", "did you mean `client`?" },
        { TWO "rights: [net_raw]\n", 4,
          "`rights` must be a mapping of processes to what they may, but is a list",
          "say which process: rights: { server: [net_raw] }" },
        { TWO "rights: { client: net_raw }\n", 4,
          "`client` must be a list of rights, but is `net_raw`",
          "write rights: { client: [net_raw] }" },
        { TWO "rights: {}\n", 4,
          "`rights` must be a mapping of processes to what they may, but is an empty mapping",
          "say which process: rights: { server: [net_raw] }" },
        { "run:\n  server:\n    rights: [net_raw]\n  client:\n", 3,
          "`rights` is no key of a process",
          "write it at the top, by the process's name: rights: { server: [net_raw] }" },
        { "run:\nrights: [net_raw]\n", 1,
          "`run` must be a mapping of the processes, but is missing",
          "write run: { server: { ready: listen }, client: { after: server } }" },
    };
    assert_mistakes(mistakes, COUNT(mistakes), FOLDER("server.c", "client.c"));
}

/* As assert_prints(), of SCRIPT with RIGHTS. */
static void assert_may(unsigned rights, const char *script, const char *expected)
{
    const char *const argv[] = { "/bin/sh", "-c", script, NULL };
    const struct box_program program = { .argv = argv, .env = no_env, .rights = rights };
    struct box_spec spec = {
        .programs = &program, .nprograms = 1, .workspace = true, .processor = -1
    };
    assert_prints(spec, expected);
}

/* In no set is anything else, for a descendant neither. */
static void nothing_else_is_left(void **state)
{
    (void)state;
    need_box();
    static const struct {
        unsigned rights;
        const char *set;
    } cases[] = {
        { 0, "0000000000000000" },
        { RIGHT_NET_BIND, "0000000000000400" },
        { RIGHT_NET_ADMIN, "0000000000001000" },
        { RIGHT_NET_RAW, "0000000000002000" },
        { RIGHT_NET_RAW | RIGHT_NET_ADMIN | RIGHT_NET_BIND, "0000000000003400" },
    };
    static const char script[] = "sh -c 'grep ^Cap /proc/self/status; exit 0'";
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *set = cases[i].set;
        AUTO_FREE char *expected =
            mem_printf("CapInh:\t%s\nCapPrm:\t%s\nCapEff:\t%s\nCapBnd:\t%s\nCapAmb:\t%s\n", set,
                       set, set, set, set);
        assert_may(cases[i].rights, script, expected);
    }
}

/* Prints for each of the three rights whether what it is for can be done; 0x8914 is SIOCSIFFLAGS. */
static const char tries[] =
    "perl -MSocket -e 'sub try { print \"$_[0]: \", $_[1] ? \"done\" : \"$!\", \"\\n\" }"
    "try(\"raw\", socket(R, AF_INET, SOCK_RAW, 1));"
    "try(\"packet\", socket(P, 17, SOCK_DGRAM, 0));"
    "socket(S, AF_INET, SOCK_STREAM, 0);"
    "try(\"flags\", ioctl(S, 0x8914, $_ = pack(\"a16s x22\", \"lo\", 1)));"
    "try(\"port\", bind(S, sockaddr_in(80, INADDR_ANY)));'";

static void each_right_is_one_thing(void **state)
{
    (void)state;
    need_box();
    static const char no[] = "Operation not permitted", denied[] = "Permission denied";
    static const struct {
        unsigned rights;
        const char *raw, *flags, *port;
    } cases[] = {
        { 0, no, no, denied },
        { RIGHT_NET_RAW, "done", no, denied },
        { RIGHT_NET_ADMIN, no, "done", denied },
        { RIGHT_NET_BIND, no, no, "done" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *raw = cases[i].raw;
        AUTO_FREE char *expected = mem_printf("raw: %s\npacket: %s\nflags: %s\nport: %s\n", raw,
                                              raw, cases[i].flags, cases[i].port);
        assert_may(cases[i].rights, tries, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_program),         cmocka_unit_test(each_process_has_its_own),
        cmocka_unit_test(mistakes_of_one),      cmocka_unit_test(mistakes_of_several),
        cmocka_unit_test(nothing_else_is_left), cmocka_unit_test(each_right_is_one_thing),
    };
    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
