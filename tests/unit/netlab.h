/*
 * Labs for the test of box/net/netlab: a user namespace that the test itself goes into, network namespaces
 * made there, and sockets in each of them.
 */
#ifndef SNIP_TESTS_NETLAB_H
#define SNIP_TESTS_NETLAB_H

#include "labs.h"
#include "world.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>

#include "base/buf.h"
#include "box/net/netlab.h"

/* How long something that must come is waited for, and how long something that must not. */
enum { COMES_MS = 5000, COMES_NOT_MS = 150 };

static bool able; /* this machine lets the test have namespaces */
static int home, proc_fd;

/* A lab that was made. */
struct made {
    const struct lab *lab;
    struct netlab_places how; /* what of it is no place */
    int hosts[LAB_MAX_HOSTS];
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

static inline void make_places_for(struct made *made, const struct lab *lab,
                                   struct netlab_places how)
{
    *made = (struct made){ .lab = lab, .how = how, .hub = -1 };
    for (size_t i = 0; i < lab->hosts.n; i++)
        made->hosts[i] = new_netns();
    if (netlab_needs_hub(lab, how.held))
        made->hub = new_netns();
}

static inline void make_places(struct made *made, const struct lab *lab)
{
    make_places_for(made, lab, (struct netlab_places){ 0 });
}

static inline bool make_lab(const struct made *made, struct netlab_failure *failure)
{
    struct netlab_places places = made->how;
    places.hosts = made->hosts;
    places.hub = made->hub;
    places.proc = proc_fd;
    bool ok = netlab_make(made->lab, &places, failure);
    go(home);
    return ok;
}

/* Makes LAB as HOW says; end it with stop(). */
static inline void start_as(struct made *made, const struct lab *lab, struct netlab_places how)
{
    struct netlab_failure failure;
    make_places_for(made, lab, how);
    if (!make_lab(made, &failure))
        fail_msg("%s: %s", netlab_failure_place(lab, &failure), strerror(failure.error));
}

/* As start_as(), where nothing is held. */
static inline void start(struct made *made, const struct lab *lab)
{
    start_as(made, lab, (struct netlab_places){ 0 });
}

static inline void stop(struct made *made)
{
    for (size_t i = 0; i < made->lab->hosts.n; i++)
        fd_close_at(&made->hosts[i]);
    fd_close_at(&made->hub);
}

static inline int socket_on(const struct made *made, size_t host, int family, int type,
                            int protocol)
{
    go(made->hosts[host]);
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
static inline int bound_on(const struct made *made, size_t host, int type, const char *text,
                           unsigned short port)
{
    int fd = socket_on(made, host, family_of(text), type, 0);
    struct sockaddr_storage address = at(text, port);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    if (type == SOCK_STREAM)
        assert_int_equal(listen(fd, 5), 0);
    return fd;
}

/* A connected stream socket on HOST. */
static inline int connected_on(const struct made *made, size_t host, const char *text,
                               unsigned short port)
{
    int fd = socket_on(made, host, family_of(text), SOCK_STREAM, 0);
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
static inline int sniffer_on(const struct made *made, size_t host, const char *interface)
{
    int fd = socket_on(made, host, AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), size = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    if (interface) {
        go(made->hosts[host]);
        struct sockaddr_ll address = { .sll_family = AF_PACKET,
                                       .sll_protocol = htons(ETH_P_ALL),
                                       .sll_ifindex = (int)if_nametoindex(interface) };
        assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
        go(home);
    }
    return fd;
}

/* Reads the setting NAME of HOST below /proc/sys/net. */
static inline void read_setting(const struct made *made, size_t host, const char *name,
                                char value[64])
{
    AUTO_FREE char *path = mem_printf("/proc/sys/net/%s", name);
    go(made->hosts[host]);
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, value, 63);
    go(home);
    assert_true(n > 0);
    value[n - 1] = '\0';
}

#endif
