/*
 * The first process of a box: pid 1 of its namespaces.
 */
#ifndef SNIP_SYS_INIT_H
#define SNIP_SYS_INIT_H

#include <sys/types.h>

#include "sys/protocol.h"

/*
 * Becomes the init of a box, in a process fresh from clone3(2) with its namespaces. CONTROL is its
 * end of the packets to and from snip, TREES are mounts of spec->shown made outside, where root may
 * pass through what a box may not (-1: not made). TASKS is what it enters its cgroup by (struct
 * cgroup; -1: it need not), UID and GID are snip's. Only async-signal-safe calls are made from here on.
 */
_Noreturn void init_main(const struct box_spec *spec, int control, const int *trees, int tasks,
                         uid_t uid, gid_t gid);

#endif
