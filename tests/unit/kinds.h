/*
 * A socket of every kind: how to make it, and what is to be said of it.
 */
#ifndef SNIP_TESTS_KINDS_H
#define SNIP_TESTS_KINDS_H

#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* --- Inside: each returns a socket, or -1 with errno; what must stay open is leaked. --- */

static inline int tcp(int family)
{
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static inline int udp(int family)
{
    return socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

/* Fills TO with the address TEXT and PORT; returns its size. */
static inline socklen_t address(struct sockaddr_storage *to, const char *text, int port)
{
    memset(to, 0, sizeof(*to));
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)to;
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)port);
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1)
        return sizeof(*four);
    six->sin6_family = AF_INET6;
    inet_pton(AF_INET6, text, &six->sin6_addr);
    return sizeof(*six);
}

static inline int bound(int fd, const char *text, int port)
{
    struct sockaddr_storage to;
    socklen_t size = address(&to, text, port);
    return bind(fd, (struct sockaddr *)&to, size) == 0 ? fd : -1;
}

static inline int connected(int fd, const char *text, int port)
{
    struct sockaddr_storage to;
    socklen_t size = address(&to, text, port);
    bool ok = connect(fd, (struct sockaddr *)&to, size) == 0 || errno == EINPROGRESS;
    return ok ? fd : -1;
}

static inline int listening(int fd)
{
    return listen(fd, 8) == 0 ? fd : -1;
}

static inline int named(int fd, const char *name, size_t len)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    memcpy(to.sun_path, name, len);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    return bind(fd, (struct sockaddr *)&to, size) == 0 ? fd : -1;
}

static inline int joined(int fd, const char *name)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    strcpy(to.sun_path, name);
    return connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

static inline int tcp_unbound(void)
{
    return tcp(AF_INET);
}

static inline int tcp_bound(void)
{
    return bound(tcp(AF_INET), "127.0.0.1", 7001);
}

static inline int tcp_listening(void)
{
    return listening(bound(tcp(AF_INET), "127.0.0.1", 8080));
}

static inline int tcp_client(void)
{
    return connected(bound(tcp(AF_INET), "127.0.0.1", 41002), "127.0.0.1", 8080);
}

static inline int tcp_accepted(void)
{
    int server = listening(bound(tcp(AF_INET), "127.0.0.1", 8082));
    connected(bound(tcp(AF_INET), "127.0.0.1", 41003), "127.0.0.1", 8082);
    return accept(server, NULL, NULL);
}

/* Where a queue of 0 holds one connection, the next remains unanswered. */
static inline int tcp_connecting(void)
{
    int server = bound(tcp(AF_INET), "127.0.0.1", 8083);
    listen(server, 0);
    connected(tcp(AF_INET), "127.0.0.1", 8083);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    return connected(bound(fd, "127.0.0.1", 41004), "127.0.0.1", 8083);
}

static inline int tcp_half_closed(void)
{
    int server = listening(bound(tcp(AF_INET), "127.0.0.1", 8084));
    int client = connected(bound(tcp(AF_INET), "127.0.0.1", 41005), "127.0.0.1", 8084);
    int fd = accept(server, NULL, NULL);
    shutdown(client, SHUT_WR);
    char end;
    return recv(fd, &end, 1, 0) == 0 ? fd : -1;
}

static inline int tcp6_listening(void)
{
    return listening(bound(tcp(AF_INET6), "::1", 80));
}

static inline int tcp6_client(void)
{
    return connected(bound(tcp(AF_INET6), "::1", 41006), "::1", 80);
}

static inline int tcp6_everywhere(void)
{
    return listening(bound(tcp(AF_INET6), "::", 8085));
}

static inline int tcp6_mapped(void)
{
    return connected(bound(tcp(AF_INET6), "::ffff:127.0.0.1", 41007), "::ffff:127.0.0.1", 8080);
}

static inline int mptcp(void)
{
    return socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
}

static inline int mptcp_unbound(void)
{
    return mptcp();
}

static inline int mptcp_listening(void)
{
    return listening(bound(mptcp(), "127.0.0.1", 8090));
}

static inline int mptcp_client(void)
{
    return connected(bound(mptcp(), "127.0.0.1", 41008), "127.0.0.1", 8090);
}

/* Its protocol's name is MPTCP all the same. */
static inline int mptcp_accepted_tcp(void)
{
    int server = listening(bound(mptcp(), "127.0.0.1", 8091));
    if (server < 0)
        return -1;
    connected(bound(tcp(AF_INET), "127.0.0.1", 41009), "127.0.0.1", 8091);
    return accept(server, NULL, NULL);
}

static inline int mptcp6_listening(void)
{
    return listening(bound(socket(AF_INET6, SOCK_STREAM, IPPROTO_MPTCP), "::1", 8092));
}

static inline int udp_unbound(void)
{
    return udp(AF_INET);
}

static inline int udp_bound(void)
{
    return bound(udp(AF_INET), "0.0.0.0", 53);
}

static inline int udp_connected(void)
{
    return connected(bound(udp(AF_INET), "127.0.0.1", 41010), "127.0.0.1", 53);
}

static inline int udp_one_interface(void)
{
    int fd = udp(AF_INET);
    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
    return bound(fd, "127.0.0.1", 5301);
}

static inline int udp6_bound(void)
{
    return bound(udp(AF_INET6), "::", 5302);
}

static inline int udp6_connected(void)
{
    return connected(bound(udp(AF_INET6), "::1", 41011), "::1", 5302);
}

static inline int udplite_bound(void)
{
    return bound(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE), "127.0.0.1", 5303);
}

static inline int udplite6_bound(void)
{
    return bound(socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDPLITE), "::1", 5304);
}

static inline int udplite_connected(void)
{
    int fd = bound(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE), "127.0.0.1", 41012);
    return fd < 0 ? fd : connected(fd, "127.0.0.1", 5303);
}

static inline int raw_icmp(void)
{
    return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static inline int raw_own(void)
{
    return connected(bound(socket(AF_INET, SOCK_RAW, 253), "127.0.0.1", 0), "127.0.0.1", 0);
}

static inline int raw6_icmp(void)
{
    return socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
}

static inline int icmp_unbound(void)
{
    return socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
}

static inline int icmp_bound(void)
{
    return bound(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), "127.0.0.1", 42);
}

static inline int icmp_connected(void)
{
    int fd = bound(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), "127.0.0.1", 44);
    return connected(fd, "127.0.0.1", 0);
}

static inline int icmp6_bound(void)
{
    return bound(socket(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6), "::1", 43);
}

static inline int local(int type)
{
    return socket(AF_UNIX, type, 0);
}

static inline int stream_listening(void)
{
    return listening(named(local(SOCK_STREAM), "/tmp/door", 10));
}

static inline int stream_client(void)
{
    return joined(local(SOCK_STREAM), "/tmp/door");
}

static inline int stream_accepted(void)
{
    int server = listening(named(local(SOCK_STREAM), "/tmp/gate", 9));
    joined(local(SOCK_STREAM), "/tmp/gate");
    return accept(server, NULL, NULL);
}

static inline int stream_unnamed(void)
{
    return local(SOCK_STREAM);
}

static inline int stream_bound(void)
{
    return named(local(SOCK_STREAM), "/tmp/bound", 10);
}

static inline int stream_abstract(void)
{
    return listening(named(local(SOCK_STREAM), "\0a\0b", 4));
}

static inline int stream_two_lines(void)
{
    return listening(named(local(SOCK_STREAM), "/tmp/two\nlines", 14));
}

static inline int seqpacket_listening(void)
{
    return listening(named(local(SOCK_SEQPACKET), "/tmp/seq", 8));
}

static inline int datagram_named(void)
{
    return named(local(SOCK_DGRAM), "/tmp/box", 8);
}

static inline int datagram_unnamed(void)
{
    return local(SOCK_DGRAM);
}

static inline int datagram_joined(void)
{
    return joined(named(local(SOCK_DGRAM), "/tmp/mine", 9), "/tmp/box");
}

static inline int datagram_pair(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0 ? ends[0] : -1;
}

static inline int packet(int protocol)
{
    return socket(AF_PACKET, SOCK_RAW, htons((uint16_t)protocol));
}

static inline int packet_all(void)
{
    return packet(ETH_P_ALL);
}

static inline int packet_none(void)
{
    return packet(0);
}

static inline int packet_other(void)
{
    return packet(0x88b5);
}

static inline int packet_on_loopback(void)
{
    struct sockaddr_ll to = { .sll_family = AF_PACKET,
                              .sll_protocol = htons(ETH_P_IP),
                              .sll_ifindex = 1 };
    int fd = packet(0);
    return bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

static inline int netlink(int protocol)
{
    return socket(AF_NETLINK, SOCK_RAW, protocol);
}

static inline int netlink_bound(int protocol, unsigned port, unsigned groups)
{
    struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = groups };
    int fd = netlink(protocol);
    return bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

static inline int netlink_unbound(void)
{
    return netlink(NETLINK_ROUTE);
}

static inline int netlink_route(void)
{
    return netlink_bound(NETLINK_ROUTE, 20003, 0);
}

static inline int netlink_group(void)
{
    return netlink_bound(NETLINK_ROUTE, 20005, 0x11);
}

static inline int netlink_high_group(void)
{
    int fd = netlink_bound(NETLINK_ROUTE, 20006, 0), group = RTNLGRP_BRVLAN;
    int ok = setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));
    return ok == 0 ? fd : -1;
}

static inline int netlink_generic(void)
{
    return netlink_bound(NETLINK_GENERIC, 20004, 0);
}

/* --- Outside: what is said of each --- */

enum {
    MAY_LACK = 1,       /* a protocol that kernels are built without */
    SERVES_IN_FILE = 2, /* /proc/net/unix does not tell of a datagram socket's peer */
    HIDDEN_IN_FILE = 4, /* nor /proc/net/netlink of the groups from 33 on */
    BOUND = 8,          /* it does not serve, and has an address of its own */
};

static const struct kind {
    const char *name;
    int (*make)(void);
    const char *kind, *text;
    bool serves;
    int flags;
    const char *file_text; /* as read from /proc, where it differs */
} kinds[] = {
    { "tcp_unbound", tcp_unbound, "TCP", "TCP, neither listening nor connected", false, 0, NULL },
    /* Listed since Linux 6.8. */
    { "tcp_bound", tcp_bound, "TCP", "TCP 127.0.0.1:7001, bound", false, 0,
      "TCP, neither listening nor connected" },
    { "tcp_listening", tcp_listening, "TCP", "TCP 127.0.0.1:8080, listening", true, 0, NULL },
    { "tcp_client", tcp_client, "TCP", "TCP 127.0.0.1:41002 to 127.0.0.1:8080, established", false,
      0, NULL },
    { "tcp_accepted", tcp_accepted, "TCP", "TCP 127.0.0.1:8082 to 127.0.0.1:41003, established",
      false, 0, NULL },
    { "tcp_connecting", tcp_connecting, "TCP", "TCP 127.0.0.1:41004 to 127.0.0.1:8083, connecting",
      false, 0, NULL },
    { "tcp_half_closed", tcp_half_closed, "TCP",
      "TCP 127.0.0.1:8084 to 127.0.0.1:41005, CLOSE-WAIT", false, 0, NULL },
    { "tcp6_listening", tcp6_listening, "TCP", "TCP [::1]:80, listening", true, 0, NULL },
    { "tcp6_client", tcp6_client, "TCP", "TCP [::1]:41006 to [::1]:80, established", false, 0,
      NULL },
    { "tcp6_everywhere", tcp6_everywhere, "TCP", "TCP [::]:8085, listening", true, 0, NULL },
    { "tcp6_mapped", tcp6_mapped, "TCP",
      "TCP [::ffff:127.0.0.1]:41007 to [::ffff:127.0.0.1]:8080, established", false, 0, NULL },
    { "mptcp_unbound", mptcp_unbound, "MPTCP", "MPTCP, neither listening nor connected", false,
      MAY_LACK, NULL },
    { "mptcp_listening", mptcp_listening, "MPTCP", "MPTCP 127.0.0.1:8090, listening", true,
      MAY_LACK, NULL },
    { "mptcp_client", mptcp_client, "MPTCP", "MPTCP 127.0.0.1:41008 to 127.0.0.1:8090, established",
      false, MAY_LACK, NULL },
    { "mptcp_accepted_tcp", mptcp_accepted_tcp, "TCP",
      "TCP 127.0.0.1:8091 to 127.0.0.1:41009, established", false, MAY_LACK, NULL },
    { "mptcp6_listening", mptcp6_listening, "MPTCP", "MPTCP [::1]:8092, listening", true, MAY_LACK,
      NULL },
    { "udp_unbound", udp_unbound, "UDP", "UDP, not bound", false, 0, NULL },
    { "udp_bound", udp_bound, "UDP", "UDP 0.0.0.0:53", true, 0, NULL },
    { "udp_connected", udp_connected, "UDP", "UDP 127.0.0.1:41010 to 127.0.0.1:53", false, BOUND,
      NULL },
    { "udp_one_interface", udp_one_interface, "UDP", "UDP 127.0.0.1:5301, on interface 1 only",
      true, 0, "UDP 127.0.0.1:5301" },
    { "udp6_bound", udp6_bound, "UDP", "UDP [::]:5302", true, 0, NULL },
    { "udp6_connected", udp6_connected, "UDP", "UDP [::1]:41011 to [::1]:5302", false, BOUND,
      NULL },
    { "udplite_bound", udplite_bound, "UDP-Lite", "UDP-Lite 127.0.0.1:5303", true, MAY_LACK, NULL },
    { "udplite6_bound", udplite6_bound, "UDP-Lite", "UDP-Lite [::1]:5304", true, MAY_LACK, NULL },
    { "udplite_connected", udplite_connected, "UDP-Lite",
      "UDP-Lite 127.0.0.1:41012 to 127.0.0.1:5303", false, MAY_LACK | BOUND, NULL },
    { "raw_icmp", raw_icmp, "raw", "raw 0.0.0.0, protocol 1 (ICMP)", true, 0, NULL },
    { "raw_own", raw_own, "raw", "raw 127.0.0.1 to 127.0.0.1, protocol 253", true, 0, NULL },
    { "raw6_icmp", raw6_icmp, "raw", "raw [::], protocol 58 (ICMPv6)", true, 0, NULL },
    { "icmp_unbound", icmp_unbound, "ICMP", "ICMP, without an identifier", true, 0, NULL },
    { "icmp_bound", icmp_bound, "ICMP", "ICMP 127.0.0.1, identifier 42", true, 0, NULL },
    { "icmp_connected", icmp_connected, "ICMP", "ICMP 127.0.0.1 to 127.0.0.1, identifier 44", true,
      0, NULL },
    { "icmp6_bound", icmp6_bound, "ICMP", "ICMP [::1], identifier 43", true, 0, NULL },
    { "stream_listening", stream_listening, "UNIX stream", "UNIX stream /tmp/door, listening", true,
      0, NULL },
    { "stream_client", stream_client, "UNIX stream", "UNIX stream, unnamed, connected", false, 0,
      NULL },
    { "stream_accepted", stream_accepted, "UNIX stream", "UNIX stream /tmp/gate, connected", false,
      0, NULL },
    { "stream_unnamed", stream_unnamed, "UNIX stream", "UNIX stream, unnamed, not connected", false,
      0, NULL },
    { "stream_bound", stream_bound, "UNIX stream", "UNIX stream /tmp/bound, not connected", false,
      BOUND, NULL },
    { "stream_abstract", stream_abstract, "UNIX stream", "UNIX stream @a\\x00b, listening", true, 0,
      "UNIX stream @a@b, listening" },
    { "stream_two_lines", stream_two_lines, "UNIX stream",
      "UNIX stream /tmp/two\\x0Alines, listening", true, 0, "UNIX stream /tmp/two, listening" },
    { "seqpacket_listening", seqpacket_listening, "UNIX seqpacket",
      "UNIX seqpacket /tmp/seq, listening", true, 0, NULL },
    { "datagram_named", datagram_named, "UNIX datagram", "UNIX datagram /tmp/box", true, 0, NULL },
    { "datagram_unnamed", datagram_unnamed, "UNIX datagram", "UNIX datagram, unnamed", false, 0,
      NULL },
    { "datagram_joined", datagram_joined, "UNIX datagram", "UNIX datagram /tmp/mine, connected",
      false, SERVES_IN_FILE | BOUND, "UNIX datagram /tmp/mine" },
    { "datagram_pair", datagram_pair, "UNIX datagram", "UNIX datagram, unnamed, connected", false,
      0, "UNIX datagram, unnamed" },
    { "packet_all", packet_all, "packet", "packet, all protocols", true, 0, NULL },
    { "packet_none", packet_none, "packet", "packet, no protocol", false, 0, NULL },
    { "packet_other", packet_other, "packet", "packet, protocol 0x88b5", true, 0, NULL },
    { "packet_on_loopback", packet_on_loopback, "packet", "packet, IPv4, on interface 1 only", true,
      0, NULL },
    { "netlink_unbound", netlink_unbound, "netlink", "netlink, not bound", false, 0, NULL },
    { "netlink_route", netlink_route, "netlink", "netlink route, bound to 20003", false, 0, NULL },
    { "netlink_group", netlink_group, "netlink",
      "netlink route, bound to 20005, in the groups 0x11", true, 0, NULL },
    { "netlink_high_group", netlink_high_group, "netlink",
      "netlink route, bound to 20006, in a group", true, HIDDEN_IN_FILE,
      "netlink route, bound to 20006" },
    { "netlink_generic", netlink_generic, "netlink", "netlink generic, bound to 20004", true, 0,
      NULL },
};

#endif
