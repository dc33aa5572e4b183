/*
 * How much memory sockets take, for the most part their buffers: what was sent and nobody has read. It
 * belongs to no process, and a socket may outlive its descriptor, or wait for accept(2) without one.
 */
#ifndef SNIP_BOX_WATCH_BUFFERS_H
#define SNIP_BOX_WATCH_BUFFERS_H

#include <stdint.h>

/*
 * The bytes that the sockets of a network namespace take. DIAG is a NETLINK_SOCK_DIAG socket made in
 * it, used by nobody else meanwhile; -1: 0 bytes. PROC is a directory open on a /proc whose process 1
 * is in it. What the kernel does not tell counts as nothing. It takes about a fifth of a millisecond.
 */
uint64_t buffers_bytes(int proc, int diag);

#endif
