/*
 * What the processes of one program in a box are doing, as the kernel sees it from outside: which
 * sockets they hold, whether those serve, and in which system call on which descriptor each waits.
 *
 * A program's processes are those in its UTS namespace, which none of them can leave, however it
 * forked: TAG is the inode number of PID/ns/uts. Process 1 never counts: it is the box's init.
 *
 * Everywhere PROC is a directory of the box's own /proc, so that pids are those inside; DIAG a
 * NETLINK_SOCK_DIAG socket made in its network namespace, used by nobody else meanwhile. Both
 * remain the caller's. Who asks must be allowed to look (ptrace(2), "Ptrace access mode checking"):
 * root or the owner of the box's user namespace is.
 */
#ifndef SNIP_BOX_LOOK_OBSERVE_H
#define SNIP_BOX_LOOK_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Which sockets are counted (box/look/sockets.h). */
enum observed { OBSERVE_SERVING, OBSERVE_BOUND, OBSERVE_CHOSEN };

/*
 * Sets *COUNT to how many sockets of that kind the processes of TAG hold; one that several hold
 * counts once. A process
 * that ends meanwhile is no error, nor is that there is none, nor one that keeps its descriptors
 * closed (PR_SET_DUMPABLE): none of its sockets counts. Fails with ERR_SYSTEM where a process of
 * the box may not be looked at, or the kernel does not answer. It takes one or two tenths of a
 * millisecond, so it may be asked each millisecond.
 */
bool observe_ready(int proc, int diag, uint64_t tag, enum observed kind, size_t *count,
                   struct err *err) __attribute__((warn_unused_result));

/*
 * Tells that none of the processes of TAG is running, or would be if it were its turn, as each is
 * looked at. One that may not be looked at counts for nothing.
 */
bool observe_waits(int proc, uint64_t tag);

/*
 * Appends a line for each process of TAG, or for each group of its threads that do the same, on
 * what it does: "pid 7 waits in accept(2) on descriptor 3: TCP 127.0.0.1:80, listening". Where it
 * waits for several descriptors at once, or its call cannot be read, the sockets it holds follow,
 * indented. What cannot be found out is said in its place. Nothing is appended where there is no
 * process.
 */
void observe_describe(struct buf *out, int proc, int diag, uint64_t tag);

/*
 * Appends a line for each socket that processes of TAG hold, with the descriptors it is held by, or
 * "it has no socket".
 */
void observe_sockets(struct buf *out, int proc, int diag, uint64_t tag);

#endif
