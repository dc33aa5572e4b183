/*
 * Sockets as the kernel sees them: what kind each is, where it is bound and connected, whether it
 * listens. Asked from outside of a network namespace, over a NETLINK_SOCK_DIAG socket that was made
 * inside it (sock_diag(7)) and over the box's own /proc.
 *
 *     struct sockets sockets = { 0 };
 *     sockets_want(&sockets, 4711, "TCP");
 *     ok = sockets_read(&sockets, SOCKETS_ALL, diag, proc, &err);
 *     socket = sockets_find(&sockets, 4711);
 *
 * Only the tables of the kernel in which a wanted socket can be are read, so it costs little to ask
 * each millisecond.
 */
#ifndef SNIP_BOX_LOOK_SOCKETS_H
#define SNIP_BOX_LOOK_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

/* One socket. */
struct socket_info {
    uint64_t inode;
    /* Of "TCP", "MPTCP", "UDP", "UDP-Lite", "raw", "ICMP", "UNIX stream", "UNIX seqpacket",
     * "UNIX datagram", "UNIX", "packet", "netlink", "socket" (of a family not known here); static.
     */
    const char *kind;
    /* For a person, one line whatever a name in it holds: "TCP 127.0.0.1:8080, listening". */
    char *text;
    /*
     * It can be reached by others: a stream or seqpacket socket that listens, a UDP or UDP-Lite
     * socket bound but not connected, a UNIX datagram socket with a name and no peer, any raw or
     * ICMP socket, a packet socket with a protocol, a netlink socket in a multicast group, or bound
     * unless it is for routes: so are those by which the C library asks for addresses.
     */
    bool serves;
    /*
     * It has an address: it serves, or is a UDP, UDP-Lite or UNIX datagram socket with a peer and
     * an address of its own, or a stream or seqpacket socket that was bound and is not connected
     * (of TCP since Linux 6.8, which lists it).
     */
    bool bound;
    /* It serves at an address that its program has chosen, not at one that the kernel gave it. */
    bool chosen;
    const char *unlisted; /* what its absence from every table means; static, may be NULL */
};

/* The sockets that are wanted, each once, and what is known of them. Empty when all zero. */
struct sockets {
    struct socket_info *v;
    size_t n, cap;
    unsigned tables; /* a set of the tables to read */
};

/* Which sockets to ask for. */
enum sockets_scope {
    SOCKETS_SERVING, /* those that may serve; of the others no more than the kind is told */
    SOCKETS_BOUND,   /* so, those that may be bound */
    SOCKETS_ALL,
};

/*
 * Asks for the socket INODE too; twice is as good as once. PROTOCOL is its protocol's name in the
 * kernel, the extended attribute `system.sockprotoname` of a socket: "TCPv6". With NULL all tables
 * are searched.
 */
void sockets_want(struct sockets *sockets, uint64_t inode, const char *protocol);

/*
 * Asks the kernel about what is wanted. DIAG is a NETLINK_SOCK_DIAG socket, PROC a directory of
 * /proc whose process 1 is in the same network namespace; both remain the caller's, and nobody else
 * may use DIAG meanwhile. A table that this kernel cannot dump is read from PROC, where a UNIX
 * datagram socket's peer is not told. Of a socket in no table (it is not bound, or closed by now)
 * the kind is told. Fails with ERR_SYSTEM where the kernel does not answer within a second a table,
 * or never undisturbed; what was learned remains.
 */
bool sockets_read(struct sockets *sockets, enum sockets_scope scope, int diag, int proc,
                  struct err *err) __attribute__((warn_unused_result));

/* The socket INODE, in sockets_read() and after it; NULL where none is wanted. SOCKETS owns it. */
struct socket_info *sockets_find(const struct sockets *sockets, uint64_t inode);

/* Frees what SOCKETS holds; it is empty afterwards. */
void sockets_release(struct sockets *sockets);

#endif
