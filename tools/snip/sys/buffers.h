/*
 * How much memory the buffers of sockets take: what was sent and nobody has read. It belongs to no
 * process, and a socket may outlive its descriptor.
 */
#ifndef SNIP_SYS_BUFFERS_H
#define SNIP_SYS_BUFFERS_H

#include <stdint.h>

/*
 * The bytes that lie in TCP, UDP and UNIX sockets of a network namespace. DIAG is a
 * NETLINK_SOCK_DIAG socket made in it, used by nobody else meanwhile; -1: 0 bytes. What the kernel
 * does not tell counts as nothing. It takes about a tenth of a millisecond.
 */
uint64_t buffers_bytes(int diag);

#endif
