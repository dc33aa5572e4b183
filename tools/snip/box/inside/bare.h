/*
 * No box at all: what a person asks for by --sandbox=none where none can be made. Programs run as
 * the person's own, in a folder of their own, and nothing keeps them there.
 *
 * To snip the process that starts and stops them is like the init of a box: the same commands, the
 * same messages (box/inside/protocol.h). It ends, all that programs left killed and the folder
 * removed, when it is told to, or when snip closes its end or is gone. What a program leaves is
 * found as the children that become this process's own (PR_SET_CHILD_SUBREAPER, prctl(2)). A
 * program's own processes are those of its session: a daemon that leaves that is not asked whether
 * it is ready.
 *
 * Between it and snip is its keeper, which does the same should it be killed. It cannot be snip who
 * does: that may have been given children by who became snip (execve(2)), and would take their
 * orphans for a program's. Snip sees the keeper's end (struct host).
 */
#ifndef SNIP_BOX_INSIDE_BARE_H
#define SNIP_BOX_INSIDE_BARE_H

#include "box/inside/protocol.h"

/*
 * Becomes the keeper of what has no box, in a process that was just forked, with ENDS as a box's
 * init has them.
 */
_Noreturn void bare_main(const struct box_spec *spec, const struct init_ends *ends);

#endif
