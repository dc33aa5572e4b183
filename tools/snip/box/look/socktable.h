/*
 * What box/look/sockets.c and the readers of each address family share; nobody else includes it. A
 * table of the kernel is read by a dump, or by a file of /proc in its place, and of each socket in
 * it that is wanted the text is made at once; a socket met twice is written twice.
 */
#ifndef SNIP_BOX_LOOK_SOCKTABLE_H
#define SNIP_BOX_LOOK_SOCKTABLE_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct scan;
struct socket_info; /* box/look/sockets.h */
struct sockets;

/* How the tables of an address family are read. */
struct family {
    size_t size; /* the fixed part of a dump's message */
    /* Puts what is asked for behind the header of a request for a dump. */
    void (*ask)(const struct scan *scan, struct nlmsghdr *head);
    /* Takes a message of the dump. */
    void (*read)(const struct scan *scan, const struct nlmsghdr *head);
    /* Takes a line of the file in /proc/net, without its newline. */
    void (*parse)(const struct scan *scan, const char *line);
};

extern const struct family family_inet;    /* AF_INET and AF_INET6 */
extern const struct family family_unix;    /* AF_UNIX */
extern const struct family family_packet;  /* AF_PACKET */
extern const struct family family_netlink; /* AF_NETLINK */

/* Where the kernel keeps sockets of a protocol. */
struct table {
    const char *protocol; /* `system.sockprotoname` of its sockets */
    const char *kind;
    const struct family *how;
    int family;           /* AF_* */
    int number;           /* the protocol's number in a dump's request; 0: there is no dump */
    const char *file;     /* the same below PROC; NULL: none */
    const char *unlisted; /* what is true of a socket that the kernel lists nowhere */
};

/* One table being read. */
struct scan {
    struct sockets *sockets;
    const struct table *table;
    bool all;   /* else only sockets that may serve are looked for, … */
    bool bound; /* … or that may be bound */
};

/* Says of SOCKET what was learned; it takes the content of TEXT. One that serves is bound. */
void scan_learn(struct socket_info *socket, const char *kind, struct buf *text, bool serves,
                bool bound);

/* The number in BASE that is the WORD-th word of LINE, a line of a file in /proc/net. */
unsigned scan_number(const char *line, size_t word, int base);

#endif
