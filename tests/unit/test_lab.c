/* base/lab, doc/manifest/lab: hosts and networks, and which process runs where. */
#include "mistakes.h"

#include "base/buf.h"

/* A lab that is right, as the article has it, before `run`. */
#define LAN_DMZ                                                                                    \
    "lab:\n"                                                                                       \
    "  server: { lan: 10.0.1.1/24, dmz: 10.0.2.1/24 }\n"                                           \
    "  alice:  { lan: 10.0.1.2/24 }\n"                                                             \
    "  bob:    { dmz: 10.0.2.2/24 }\n"

static void assert_address(const struct address *address, const char *text, unsigned prefix)
{
    char buffer[ADDRESS_TEXT];
    assert_string_equal(address_text(address, buffer), text);
    assert_int_equal(address->prefix, prefix);
}

static void without_one_there_is_none(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, "title: x", one_file);
    assert_int_equal(m.lab.hosts.n + m.lab.networks.n + (size_t)m.lab.line, 0);
    manifest_release(&m);
}

static void hosts_and_networks(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, "title: x\n" LAN_DMZ "run: { server: {}, alice: {}, bob: {} }\n",
             FOLDER("server.c", "alice.c", "bob.c"));
    const struct lab *lab = &m.lab;
    assert_int_equal(lab->line, 2);
    assert_int_equal(lab->hosts.n, 3);
    assert_int_equal(lab->networks.n, 2);
    assert_string_equal(lab->networks.v[0], "lan");
    assert_string_equal(lab->networks.v[1], "dmz");
    const struct lab_host *server = &lab->hosts.v[0], *bob = &lab->hosts.v[2];
    assert_string_equal(server->name, "server");
    assert_int_equal(server->links.n, 2);
    assert_int_equal(server->links.v[0].network, 0);
    assert_int_equal(server->links.v[1].network, 1);
    assert_int_equal(server->links.v[1].addresses.n, 1);
    assert_address(&server->links.v[1].addresses.v[0].address, "10.0.2.1", 24);
    assert_int_equal(server->links.v[1].addresses.v[0].line, 3);
    assert_int_equal(server->links.v[1].mtu, 0);
    assert_false(server->forward);
    assert_int_equal(server->via.n, 0);
    assert_int_equal(bob->links.n, 1);
    assert_int_equal(bob->links.v[0].network, 1);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(m.processes.v[i].host, i);
    manifest_release(&m);
}

static void all_that_a_host_can_have(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m,
             "lab:\n"
             "  router:\n"
             "    forward: true\n"
             "    mtu: { wan: 1280 }\n"
             "    lan: [10.0.1.1/24, 10.0.1.9/24, fd00:1::1/64, fe80::1/64]\n"
             "    wan: [10.0.2.1/24, fd00:2::1/64, fe80::1/64]\n"
             "  inside: { via: [fd00:1::1, 10.0.1.1], lan: [10.0.1.2/24, \"fd00:1::2/64\"],\n"
             "            forward: false }\n"
             "  outside: { wan: [10.0.2.2/24, fe80::2/64], via: fe80::1, mtu: 1500 }\n"
             "  point: { p2p: 10.0.3.0/31, mtu: 68 }\n"
             "  other: { p2p: 10.0.3.1/31, via: 10.0.3.0, mtu: 65535 }\n"
             "run: { only: { on: outside } }\n",
             FOLDER("only.c"));
    const struct lab_host *router = &m.lab.hosts.v[0], *inside = &m.lab.hosts.v[1];
    assert_true(router->forward);
    assert_int_equal(router->links.v[0].mtu, 0);
    assert_int_equal(router->links.v[1].mtu, 1280);
    assert_int_equal(router->links.v[0].addresses.n, 4);
    assert_address(&router->links.v[0].addresses.v[1].address, "10.0.1.9", 24);
    assert_address(&router->links.v[0].addresses.v[3].address, "fe80::1", 64);
    assert_false(inside->forward);
    assert_int_equal(inside->via.n, 2);
    assert_address(&inside->via.v[0], "fd00:1::1", 128);
    assert_int_equal(lab_link_to(&m.lab, inside, &inside->via.v[1])->network, 0);
    const struct lab_host *outside = &m.lab.hosts.v[2];
    assert_address(&outside->via.v[0], "fe80::1", 128);
    assert_int_equal(outside->links.v[0].mtu, 0);
    assert_int_equal(lab_link_to(&m.lab, outside, &outside->via.v[0])->network, 1);
    assert_int_equal(m.lab.hosts.v[3].links.v[0].mtu, 68);
    assert_int_equal(m.lab.hosts.v[4].links.v[0].mtu, 65535);
    const struct lab_host *other = &m.lab.hosts.v[4];
    assert_int_equal(lab_link_to(&m.lab, other, &other->via.v[0])->network, 2);
    assert_string_equal(m.lab.networks.v[2], "p2p");
    assert_int_equal(m.processes.v[0].host, 2);
    manifest_release(&m);
}

static void where_processes_run(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m,
             LAN_DMZ "run:\n"
                     "  alice: {}\n"
                     "  two: { source: alice.c, on: bob }\n"
                     "  bob: { source: alice.c, on: server }\n",
             FOLDER("alice.c"));
    assert_int_equal(m.processes.v[0].host, 1);
    assert_int_equal(m.processes.v[1].host, 2);
    assert_int_equal(m.processes.v[2].host, 0);
    assert_int_equal(m.processes.v[2].on_line, 8);
    manifest_release(&m);
    /* A lab of one host needs no words about it. */
    parse_as(&m, "lab: { host: { lan: 10.0.1.1/24, dmz: 10.0.2.1/24 } }", one_file);
    assert_int_equal(m.processes.v[0].host, 0);
    assert_null(m.processes.v[0].on);
    manifest_release(&m);
    parse_as(&m, "lab: { host: { lan: 10.0.1.1/24 } }\nrun: { a: {}, b: {} }",
             FOLDER("a.c", "b.c"));
    assert_int_equal(m.processes.v[1].host, 0);
    manifest_release(&m);
    /* The program of a snippet of one file has its name. */
    parse_as(&m, "lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 } }", one_file);
    assert_int_equal(m.processes.v[0].host, 1);
    manifest_release(&m);
}

#define NAMES         "a name is of a-z, 0-9, _ and -, begins with a letter, and has "
#define WRITE_LAB     "write lab: { server: { lan: 10.0.1.1/24 }, client: { lan: 10.0.1.2/24 } }"
#define WRITE_ADDRESS "write an address with its prefix: 10.0.1.1/24 or fd00:1::1/64"
#define ONE(HOST)     "lab:\n  b: " HOST "\n"
#define TWO(A, B)     "lab:\n  b: " A "\n  c: " B "\n"
#define KERNELS       "choose another name: lan, dmz, …"
#define TAKE          "take one of 10.0.0.0/8 or of fd00::/8"
#define BETWEEN       "a host has one between the first and the last"
#define OWN           "give each interface an address of its own"
#define SHARE         "the hosts of a network share its prefix; another network has another name"

static const struct mistake names_and_forms[] = {
    { "lab:\n", 1, "`lab` must be a mapping of hosts to their networks, but is missing",
      WRITE_LAB },
    { "lab: {}\n", 1, "`lab` must be a mapping of hosts to their networks, but is an empty mapping",
      WRITE_LAB },
    { "lab: [a]\n", 1, "`lab` must be a mapping of hosts to their networks, but is a list",
      WRITE_LAB },
    { "lab:\n  b: 10.0.1.1/24\n", 2,
      "`b` must be a mapping of networks to addresses, but is `10.0.1.1/24`",
      "write NAME: { lan: 10.0.1.1/24 }" },
    { ONE(""), 2, "`b` is on no network", "write b: { lan: 10.0.1.1/24 }" },
    { ONE("{}"), 2, "`b` is on no network", "write b: { lan: 10.0.1.1/24 }" },
    { TWO("{ lan: 10.0.1.1/24 }", "{ via: 10.0.1.1 }"), 3, "`c` is on no network",
      "write c: { lan: 10.0.1.1/24 }" },
    { "lab: { B: { lan: 10.0.1.1/24 } }\n", 1, "`B` cannot name a host",
      NAMES "32 characters at most" },
    { "lab: { localhost: { lan: 10.0.1.1/24 } }\n", 1,
      "`localhost` is every host's name for itself", "choose another name" },
    { ONE("{ LAN: 10.0.1.1/24 }"), 2, "`LAN` cannot name a network",
      NAMES "15 characters at most" },
    { ONE("{ l.n: 10.0.1.1/24 }"), 2, "`l.n` cannot name a network",
      NAMES "15 characters at most" },
    { ONE("{ a-network-of-16-: 10.0.1.1/24 }"), 2,
      "`a-network-of-16-` is too long for the name of an interface", "it can have 15 characters" },
    { ONE("{ lo: 10.0.1.1/24 }"), 2, "`lo` is a name that the kernel gives", KERNELS },
    { ONE("{ all: 10.0.1.1/24 }"), 2, "`all` is a name that the kernel gives", KERNELS },
    { ONE("{ default: 10.0.1.1/24 }"), 2, "`default` is a name that the kernel gives", KERNELS },
    { ONE("{ sit0: 10.0.1.1/24 }"), 2, "`sit0` is a name that the kernel gives", KERNELS },
    { ONE("{ lan: 10.0.1.1/24, lan: 10.0.1.2/24 }"), 2, "the key `lan` was already there on line 2",
      "keep one of the two" },
    { ONE("{ lan: 10.0.1.1/24, forwrd: true }"), 2,
      "`forwrd` is neither a setting nor a network with an address", "did you mean `forward`?" },
    { ONE("{ lan: 10.0.1.1/24, mut: 1400 }"), 2,
      "`mut` is neither a setting nor a network with an address", "did you mean `mtu`?" },
};

static const struct mistake addresses[] = {
    { ONE("{ lan: }"), 2,
      "an address on `lan` must be of IPv4 or IPv6, with its prefix, but is missing",
      WRITE_ADDRESS },
    { ONE("{ lan: here }"), 2,
      "an address on `lan` must be of IPv4 or IPv6, with its prefix, but is `here`",
      WRITE_ADDRESS },
    { ONE("{ lan: 10.0.1.300/24 }"), 2,
      "an address on `lan` must be of IPv4 or IPv6, with its prefix, but is `10.0.1.300/24`",
      WRITE_ADDRESS },
    { ONE("{ lan: { a: b } }"), 2,
      "an address on `lan` must be of IPv4 or IPv6, with its prefix, but is a mapping",
      WRITE_ADDRESS },
    { ONE("{ lan: [] }"), 2, "`lan` has 0 addresses, not 1 to 16", WRITE_ADDRESS },
    { ONE("{ lan: 10.0.1.1 }"), 2, "`10.0.1.1` lacks the prefix of its network",
      "did you mean 10.0.1.1/24?" },
    { ONE("{ lan: \"fd00::1\" }"), 2, "`fd00::1` lacks the prefix of its network",
      "did you mean fd00::1/64?" },
    { ONE("{ lan: 10.0.1.1/33 }"), 2,
      "the prefix of `10.0.1.1` must be of 1 to 32 bits, but is `33`", WRITE_ADDRESS },
    { ONE("{ lan: 10.0.1.1/0 }"), 2, "the prefix of `10.0.1.1` must be of 1 to 32 bits, but is `0`",
      WRITE_ADDRESS },
    { ONE("{ lan: 10.0.1.1/x }"), 2, "the prefix of `10.0.1.1` must be of 1 to 32 bits, but is `x`",
      WRITE_ADDRESS },
    { ONE("{ lan: fd00::1/129 }"), 2,
      "the prefix of `fd00::1` must be of 1 to 128 bits, but is `129`", WRITE_ADDRESS },
    { ONE("{ lan: 127.0.0.2/8 }"), 2, "`127.0.0.2/8` cannot be the address of a host on a network",
      TAKE },
    { ONE("{ lan: 0.0.0.0/8 }"), 2, "`0.0.0.0/8` cannot be the address of a host on a network",
      TAKE },
    { ONE("{ lan: 239.1.1.1/24 }"), 2,
      "`239.1.1.1/24` cannot be the address of a host on a network", TAKE },
    { ONE("{ lan: \"::1/64\" }"), 2, "`::1/64` cannot be the address of a host on a network",
      TAKE },
    { ONE("{ lan: ff02::1/64 }"), 2, "`ff02::1/64` cannot be the address of a host on a network",
      TAKE },
    { ONE("{ lan: \"::ffff:10.0.0.1/64\" }"), 2,
      "`::ffff:10.0.0.1/64` cannot be the address of a host on a network", TAKE },
    { ONE("{ lan: 10.0.1.0/24 }"), 2, "`10.0.1.0/24` is the first address of 10.0.1.0/24 itself",
      BETWEEN },
    { ONE("{ lan: 10.0.1.63/26 }"), 2,
      "`10.0.1.63/26` is the broadcast address of 10.0.1.0/26 itself", BETWEEN },
    { ONE("{ lan: \"fd00::/64\" }"), 2, "`fd00::/64` is the first address of fd00::/64 itself",
      BETWEEN },
    { TWO("{ lan: 10.0.1.1/24 }", "{ lan: 10.0.2.2/24 }"), 3,
      "10.0.2.2 is outside of `lan`, which is 10.0.1.0/24 by line 2", SHARE },
    { ONE("{ lan: [10.0.1.1/24,\n    10.0.2.1/24] }"), 3,
      "10.0.2.1 is outside of `lan`, which is 10.0.1.0/24 by line 2", SHARE },
    { TWO("{ lan: 10.0.1.1/24 }", "{ lan: 10.0.1.2/16 }"), 3,
      "`lan` is 10.0.1.0/24 by line 2, not /16", "did you mean 10.0.1.2/24?" },
    { TWO("{ lan: [10.0.1.1/24, fd00:1::1/64] }", "{ lan: fd00:2::2/64 }"), 3,
      "fd00:2::2 is outside of `lan`, which is fd00:1::/64 by line 2", SHARE },
    { TWO("{ lan: 10.0.1.1/24 }", "{ lan: 10.0.1.1/24 }"), 3,
      "10.0.1.1 is an address of `b` already, on line 2", OWN },
    { ONE("{ lan: [10.0.1.1/24, 10.0.1.1/24] }"), 2,
      "10.0.1.1 is an address of `b` already, on line 2", OWN },
    { TWO("{ lan: [10.0.1.1/24, fe80::1/64] }", "{ lan: fe80::1/64 }"), 3,
      "fe80::1 is an address of `b` already, on line 2", OWN },
    { TWO("{ lan: 10.0.1.1/24 }", "{ lam: 10.0.1.2/24 }"), 3,
      "10.0.1.0/24 of `lam` overlaps 10.0.1.0/24 of `lan`, on line 2",
      "did you mean the network `lan`?" },
    { TWO("{ lan: 10.0.1.1/24 }", "{ dmz: 10.0.2.2/16 }"), 3,
      "10.0.0.0/16 of `dmz` overlaps 10.0.1.0/24 of `lan`, on line 2",
      "give each network addresses of its own" },
    { TWO("{ lan: 10.0.2.1/16 }", "{ dmz: 10.0.1.2/24 }"), 3,
      "10.0.1.0/24 of `dmz` overlaps 10.0.0.0/16 of `lan`, on line 2",
      "give each network addresses of its own" },
};

#define SETTING(TEXT) TWO("{ lan: 10.0.1.1/24 }", "{ lan: 10.0.1.2/24, " TEXT " }")
#define BOTH(TEXT)    TWO("{ lan: [10.0.1.1/24, fd00::1/64] }", "{ lan: 10.0.1.2/24, " TEXT " }")
#define WRITE_MTU     "write mtu: 1400, or of one network mtu: { lan: 1400 }"

static const struct mistake settings[] = {
    { SETTING("forward: maybe"), 3, "`forward` must be true or false, but is `maybe`",
      "write forward: true for a router" },
    { SETTING("forward: [true]"), 3, "`forward` must be true or false, but is a list",
      "write forward: true for a router" },
    { SETTING("via: b"), 3, "`via` must be the address of a router, but is `b`",
      "write via: 10.0.1.1" },
    { SETTING("via: []"), 3, "`via` must be the address of a router, but is an empty list",
      "write via: 10.0.1.1" },
    { SETTING("via: 10.0.1.1/24"), 3, "`via` is an address without a prefix",
      "did you mean 10.0.1.1?" },
    { SETTING("via: 10.0.1.2"), 3, "`10.0.1.2` is an address of `c` itself",
      "name the address of a router that it shares a network with" },
    { SETTING("via: 10.0.1.7"), 3, "`c` reaches no host with the address `10.0.1.7`",
      "it must be another host's, on `lan` (10.0.1.0/24)" },
    { SETTING("via: 10.0.9.1"), 3, "`c` reaches no host with the address `10.0.9.1`",
      "it must be another host's, on `lan` (10.0.1.0/24)" },
    { SETTING("via: fd00::1"), 3, "`c` reaches no host with the address `fd00::1`",
      "it has no address of that family" },
    { BOTH("via: [10.0.1.1, 10.0.1.1]"), 3, "`via` has two addresses of one family",
      "keep one: it is where all goes that is on no network of the host" },
    { TWO("{ lan: 10.0.1.1/24, dmz: 10.0.2.1/24 }", "{ lan: 10.0.1.2/24, via: 10.0.2.1 }"), 3,
      "`c` reaches no host with the address `10.0.2.1`",
      "it must be another host's, on `lan` (10.0.1.0/24)" },
    { SETTING("mtu: 67"), 3, "the mtu of `lan` must be a number from 68 to 65535, but is `67`",
      WRITE_MTU },
    { SETTING("mtu: 65536"), 3,
      "the mtu of `lan` must be a number from 68 to 65535, but is `65536`", WRITE_MTU },
    { SETTING("mtu: big"), 3, "the mtu of `lan` must be a number from 68 to 65535, but is `big`",
      WRITE_MTU },
    { SETTING("mtu: {}"), 3,
      "the mtu of `lan` must be a number from 68 to 65535, but is an empty mapping", WRITE_MTU },
    { SETTING("mtu: { lam: 1400 }"), 3, "`c` is on no network `lam`", "did you mean `lan`?" },
    { SETTING("mtu: { wan: 1400, lan: 1400 }"), 3, "`c` is on no network `wan`",
      "did you mean `lan`?" },
    { SETTING("mtu: { network: 1400 }"), 3, "`c` is on no network `network`", "it is on: lan" },
    { ONE("{ lan: [10.0.1.1/24, fd00::1/64], mtu: 1279 }"), 2,
      "the mtu of `lan` must be a number from 1280 to 65535, but is `1279`",
      "IPv6 is not carried by less than 1280 (RFC 8200)" },
    { ONE("{ lan: fd00::1/64, mtu: 60 }"), 2,
      "the mtu of `lan` must be a number from 1280 to 65535, but is `60`", WRITE_MTU },
};

#define LAB_A_C TWO("{ lan: 10.0.1.1/24 }", "{ lan: 10.0.1.2/24 }")

static const struct mistake placing[] = {
    { LAB_A_C "run:\n  a: {}\n  b: { source: a.c }\n", 5, "it is not said on which host `a` runs",
      "write it: on: b" },
    { LAB_A_C "run:\n  a: { on: x }\n", 5, "there is no host `x`", "hosts: b, c" },
    { LAB_A_C "run:\n  a:\n    on: bb\n", 6, "there is no host `bb`", "did you mean `b`?" },
    { LAB_A_C "run:\n  a: { on: [b] }\n  b: { source: a.c }\n", 5,
      "`on` must be a text, but is a list", "name a host of the lab: on: server" },
    { "run:\n  a:\n    on: b\n", 3, "`on` names a host, but there is no `lab`",
      "say what the hosts are: lab: { server: { lan: 10.0.1.1/24 } }" },
    { "lab: { b: { lan: 10.0.1.1/24 } }\nrun: { a: { on: c } }\n", 2, "there is no host `c`",
      "hosts: b" },
    { "run:\n  a: { lab: { b: { lan: 10.0.1.1/24 } } }\n", 2, "`lab` is no key of a process",
      "write it at the top of the file, outside of `run`" },
};

static const struct mistake placing_only[] = {
    { "lab: { s: { lan: 10.0.1.1/24 }, c: { lan: 10.0.1.2/24 } }", 1,
      "it is not said on which host the program runs", "name the process: run: { b: { on: s } }" },
    { "lab: { b: { lan: 10.0.1.1/24 } }\non: b\n", 2, "`on` belongs in a process",
      "name the processes: run: { NAME: { on: … } }" },
    { "compile: fail\nlab: { b: { lan: 10.0.1.1/24 } }\n", 2,
      "`lab` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
};

static void each_mistake_is_told_of(void **state)
{
    (void)state;
    assert_mistakes(names_and_forms, COUNT(names_and_forms), one_file);
    assert_mistakes(addresses, COUNT(addresses), one_file);
    assert_mistakes(settings, COUNT(settings), one_file);
    assert_mistakes(placing, COUNT(placing), FOLDER("a.c"));
    assert_mistakes(placing_only, COUNT(placing_only), one_file);
}

/* A lab of HOSTS hosts on one network, the first on NETWORKS others besides. */
static char *many(size_t hosts, size_t networks)
{
    struct buf text = BUF_INIT;
    buf_adds(&text, "lab:\n");
    for (size_t i = 0; i < hosts; i++) {
        buf_printf(&text, "  h%zu: { lan: 10.0.1.%zu/24", i, i + 1);
        for (size_t n = 0; i == 0 && n < networks; n++)
            buf_printf(&text, ", n%zu: 10.1.%zu.1/24", n, n);
        buf_adds(&text, " }\n");
    }
    buf_adds(&text, "run: { h0: { source: b.c } }\n");
    return buf_steal(&text);
}

static void no_more_than_32(void **state)
{
    (void)state;
    struct manifest m;
    AUTO_FREE char *most = many(32, 31), *hosts = many(33, 0), *networks = many(2, 32);
    parse_as(&m, most, one_file);
    assert_int_equal(m.lab.hosts.n, 32);
    assert_int_equal(m.lab.networks.n, 32);
    manifest_release(&m);
    const struct mistake over[] = {
        { hosts, 34, "`lab` has 33 hosts, over 32",
          "show fewer: several processes can run on one host" },
        { networks, 1, "`lab` has 33 networks, over 32", "show fewer" },
    };
    assert_mistakes(over, COUNT(over), one_file);
}

/* All mistakes of a lab are told of at once, in the order of lines. */
static void several_mistakes(void **state)
{
    (void)state;
    static const int lines[] = { 2, 3, 4, 6 };
    struct manifest m;
    struct errs errs = { 0 };
    assert_false(manifest_parse(&m, "snippet.yml",
                                slice("lab:\n  b: { lan: 10.0.1.1 }\n  c: { lan: 10.0.1.2/240 }\n"
                                      "  d: {}\nrun:\n  b: { on: e }\n"),
                                &one_file, &errs));
    assert_int_equal(errs.n, COUNT(lines));
    for (size_t i = 0; i < errs.n; i++)
        assert_int_equal(errs.v[i].line, lines[i]);
    errs_release(&errs);
    manifest_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_one_there_is_none), cmocka_unit_test(hosts_and_networks),
        cmocka_unit_test(all_that_a_host_can_have),  cmocka_unit_test(where_processes_run),
        cmocka_unit_test(each_mistake_is_told_of),   cmocka_unit_test(no_more_than_32),
        cmocka_unit_test(several_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
