/*
 * Labs for the test of sys/netlab: a user namespace that the test itself goes into, network namespaces
 * made there, and sockets in each of them.
 */
#ifndef SNIP_TESTS_NETLAB_H
#define SNIP_TESTS_NETLAB_H

#include "world.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>

#include "base/buf.h"
#include "box/net/netlab.h"

#define IP4(NETWORK, HOST)                                                                         \
    {                                                                                              \
        AF_INET, { 10, 0, NETWORK, HOST }, 24                                                      \
    }
#define IP6(NETWORK, HOST)                                                                         \
    {                                                                                              \
        AF_INET6, { 0xfd, 0, 0, NETWORK, [15] = HOST }, 64                                         \
    }
#define ADDRESSES(...)                                                                             \
    .addresses = (const struct address[]){ __VA_ARGS__ },                                          \
    .naddresses = sizeof((const struct address[]){ __VA_ARGS__ }) / sizeof(struct address)
#define LINKS(...)                                                                                 \
    .links = (const struct netlab_link[]){ __VA_ARGS__ },                                          \
    .nlinks = sizeof((const struct netlab_link[]){ __VA_ARGS__ }) / sizeof(struct netlab_link)
#define VIA(...)                                                                                   \
    .via = (const struct netlab_gateway[]){ __VA_ARGS__ },                                         \
    .nvia = sizeof((const struct netlab_gateway[]){ __VA_ARGS__ }) / sizeof(struct netlab_gateway)

/* Three hosts on two networks: a router with a host on either side. */
enum { SERVER, ALICE, BOB };

static const char *const two_networks[] = { "lan", "dmz" };

static const struct netlab_host routed_hosts[] = {
    { .name = "server",
      LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1)) },
            { .network = 1, ADDRESSES(IP4(2, 1), IP6(2, 1)), .mtu = 1280 }),
      .forward = true },
    { .name = "alice",
      LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }),
      VIA({ IP4(1, 1), 0 }, { IP6(1, 1), 0 }) },
    { .name = "bob",
      LINKS({ .network = 1, ADDRESSES(IP4(2, 2), IP6(2, 2)), .mtu = 1280 }),
      VIA({ IP4(2, 1), 1 }, { IP6(2, 1), 1 }) },
};

static const struct netlab_spec routed = { routed_hosts, 3, two_networks, 2 };

/* Three hosts on one network, one of them on another where nobody else is. */
static const struct netlab_host bridged_hosts[] = {
    { .name = "server", LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1), IP4(1, 9)) }) },
    { .name = "alice",
      LINKS({ .network = 1, ADDRESSES(IP4(2, 2)) },
            { .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }) },
    { .name = "bob", LINKS({ .network = 0, ADDRESSES(IP4(1, 3), IP6(1, 3)) }) },
};

static const struct netlab_spec bridged = { bridged_hosts, 3, two_networks, 2 };

/* As `routed`, but the host between is no router. */
static const struct netlab_spec unrouted = {
    (const struct netlab_host[]){
        { .name = "server",
          LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1)) },
                { .network = 1, ADDRESSES(IP4(2, 1), IP6(2, 1)) }) },
        { .name = "alice",
          LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }),
          VIA({ IP4(1, 1), 0 }, { IP6(1, 1), 0 }) },
        { .name = "bob",
          LINKS({ .network = 1, ADDRESSES(IP4(2, 2), IP6(2, 2)) }),
          VIA({ IP4(2, 1), 1 }, { IP6(2, 1), 1 }) },
    },
    3, two_networks, 2
};

static const struct netlab_spec *const both[] = { &routed, &bridged };

/* How long something that must come is waited for, and how long something that must not. */
enum { COMES_MS = 5000, COMES_NOT_MS = 150 };

static bool able; /* this machine lets the test have namespaces */
static int home, proc_fd;

/* A lab that was made. */
struct lab {
    const struct netlab_spec *spec;
    int hosts[NETLAB_MAX_HOSTS];
    int hub;
};

/* Goes into namespaces of the test's own; all tests are skipped where that cannot be. */
static inline int go_inside(void **state)
{
    (void)state;
    uid_t uid = geteuid();
    gid_t gid = getegid();
    able = unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && world_map(uid, gid);
    home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    proc_fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return 0;
}

#define need_inside() need_world(able)

static inline void go(int netns)
{
    assert_int_equal(setns(netns, CLONE_NEWNET), 0);
}

/* A new network namespace; we stay where we are. */
static inline int new_netns(void)
{
    assert_int_equal(unshare(CLONE_NEWNET), 0);
    int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    go(home);
    return fd;
}

static inline void make_places(struct lab *lab, const struct netlab_spec *spec)
{
    *lab = (struct lab){ .spec = spec, .hub = -1 };
    for (size_t i = 0; i < spec->nhosts; i++)
        lab->hosts[i] = new_netns();
    if (netlab_needs_hub(spec))
        lab->hub = new_netns();
}

static inline bool make_lab(const struct lab *lab, struct netlab_failure *failure)
{
    struct netlab_places places = { lab->hosts, lab->hub, proc_fd };
    bool ok = netlab_make(lab->spec, &places, failure);
    go(home);
    return ok;
}

/* Makes the lab of SPEC; end it with stop(). */
static inline void start(struct lab *lab, const struct netlab_spec *spec)
{
    struct netlab_failure failure;
    struct err err = { 0 };
    make_places(lab, spec);
    if (!make_lab(lab, &failure)) {
        netlab_error(&err, spec, &failure);
        fail_msg("%s", err.text);
    }
}

static inline void stop(struct lab *lab)
{
    for (size_t i = 0; i < lab->spec->nhosts; i++)
        fd_close_at(&lab->hosts[i]);
    fd_close_at(&lab->hub);
}

static inline int socket_on(const struct lab *lab, size_t host, int family, int type, int protocol)
{
    go(lab->hosts[host]);
    int fd = socket(family, type | SOCK_CLOEXEC, protocol);
    go(home);
    assert_true(fd >= 0);
    return fd;
}

/* The socket address of TEXT and PORT. */
static inline struct sockaddr_storage at(const char *text, unsigned short port)
{
    struct sockaddr_storage storage = { 0 };
    struct address address;
    assert_true(address_parse(&address, text));
    storage.ss_family = (sa_family_t)address.family;
    if (address.family == AF_INET) {
        struct sockaddr_in *in = (struct sockaddr_in *)&storage;
        in->sin_port = htons(port);
        memcpy(&in->sin_addr, address.bytes, 4);
    } else {
        struct sockaddr_in6 *in = (struct sockaddr_in6 *)&storage;
        in->sin6_port = htons(port);
        memcpy(&in->sin6_addr, address.bytes, 16);
    }
    return storage;
}

static inline int family_of(const char *text)
{
    return strchr(text, ':') ? AF_INET6 : AF_INET;
}

/* A socket of TYPE on HOST, bound to TEXT and PORT; one of a stream listens. */
static inline int bound_on(const struct lab *lab, size_t host, int type, const char *text,
                           unsigned short port)
{
    int fd = socket_on(lab, host, family_of(text), type, 0);
    struct sockaddr_storage address = at(text, port);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    if (type == SOCK_STREAM)
        assert_int_equal(listen(fd, 5), 0);
    return fd;
}

/* A connected stream socket on HOST. */
static inline int connected_on(const struct lab *lab, size_t host, const char *text,
                               unsigned short port)
{
    int fd = socket_on(lab, host, family_of(text), SOCK_STREAM, 0);
    struct timeval patience = { .tv_sec = COMES_MS / 1000 };
    struct sockaddr_storage address = at(text, port);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        fail_msg("connect to %s: %s", text, strerror(errno));
    return fd;
}

static inline ssize_t send_to(int fd, const void *bytes, size_t len, const char *text,
                              unsigned short port)
{
    struct sockaddr_storage address = at(text, port);
    return sendto(fd, bytes, len, 0, (struct sockaddr *)&address, sizeof(address));
}

static inline bool comes(int fd, int ms)
{
    struct pollfd poll_fd = { fd, POLLIN, 0 };
    return poll(&poll_fd, 1, ms) == 1;
}

/* Takes a datagram that must be TEXT; FROM (may be NULL) becomes the sender as text. */
static inline void assert_comes(int fd, const char *text, char from[ADDRESS_TEXT])
{
    char bytes[64] = "";
    struct sockaddr_storage peer;
    socklen_t len = sizeof(peer);
    if (!comes(fd, COMES_MS))
        fail_msg("`%s` does not come", text);
    assert_true(recvfrom(fd, bytes, sizeof(bytes) - 1, 0, (struct sockaddr *)&peer, &len) >= 0);
    assert_string_equal(bytes, text);
    if (from)
        inet_ntop(peer.ss_family,
                  peer.ss_family == AF_INET ? (void *)&((struct sockaddr_in *)&peer)->sin_addr
                                            : (void *)&((struct sockaddr_in6 *)&peer)->sin6_addr,
                  from, ADDRESS_TEXT);
}

/* A packet socket on HOST that takes every frame that comes or goes on INTERFACE (NULL: on all). */
static inline int sniffer_on(const struct lab *lab, size_t host, const char *interface)
{
    int fd = socket_on(lab, host, AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), size = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    if (interface) {
        go(lab->hosts[host]);
        struct sockaddr_ll address = { .sll_family = AF_PACKET,
                                       .sll_protocol = htons(ETH_P_ALL),
                                       .sll_ifindex = (int)if_nametoindex(interface) };
        assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
        go(home);
    }
    return fd;
}

/* Reads the setting NAME of HOST below /proc/sys/net. */
static inline void read_setting(const struct lab *lab, size_t host, const char *name,
                                char value[64])
{
    AUTO_FREE char *path = mem_printf("/proc/sys/net/%s", name);
    go(lab->hosts[host]);
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, value, 63);
    go(home);
    assert_true(n > 0);
    value[n - 1] = '\0';
}

#endif
