/*
 * Those of a box's limits that the kernel itself can keep: setrlimit(2) and the sizes of its file
 * systems. What it cannot keep for a whole box is watched from outside: box/watch/meter.h,
 * box/watch/cgroup.h.
 *
 * Where nothing else is said, called by a box's init and its children: each returns false with
 * errno set, and only async-signal-safe calls are made.
 */
#ifndef SNIP_BOX_WORLD_LIMIT_H
#define SNIP_BOX_WORLD_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "box/spec.h"

/*
 * Called by snip before it makes a box. What of message queues, locked memory and pending signals a
 * box holds counts for snip's user too, up to the limit that snip has when the box's user namespace
 * is made (Linux 5.14): so snip has none, where it may, or boxes would have one share together.
 */
void limit_raise(void);

/*
 * Lets the stack of the calling process, snip itself, grow as large as a program's may, where the
 * hard limit allows it: it may do so at once (getrlimit(2)). Returns NULL, or where that is too
 * little to work with, words for a person: with so little, printf(3) would not come to its end.
 */
const char *limit_raise_stack(void);

/*
 * Makes MOST the soft and the hard limit of RESOURCE (getrlimit(2)), unless the hard one is lower:
 * then both are that.
 */
bool limit_lower(int resource, uint64_t most);

/*
 * Bounds the address space of a process that nobody watches: a compiler's, of a box without /proc.
 */
bool limit_memory(const struct box_limits *limits);

/* What a compiler starts and runs beside itself at one time: cc1 and as, then collect2 and ld. */
enum { LIMIT_PARTS = 2 };

/*
 * Tells whether the calling process may have COUNT more at one time, at most LIMIT_PARTS, by having
 * them: each starts the next and ends. A compiler that is refused its parts tries again for 15 s
 * before it says so (pexecute() of libiberty).
 */
bool limit_allows(unsigned count);

/*
 * Sets the sizes of /tmp and /dev/shm, of a box with a workspace, from inside. They are no smaller
 * than what lies there.
 */
bool limit_files(const struct box_limits *limits);

/*
 * Bounds the calling process, which is to become a program, and what it will start; the box has
 * INITS processes besides its programs. Where the hard
 * limits that snip itself has are lower, those hold. There is none on address space or data: the
 * address sanitizer reserves 16 TiB of either, of which it uses next to nothing. Should the machine
 * run short of memory all the same, it is the kernel's first victim.
 */
bool limit_program(const struct box_limits *limits, unsigned inits);

#endif
