/*
 * The first process of a box: pid 1 of its namespaces.
 */
#ifndef SNIP_SYS_INIT_H
#define SNIP_SYS_INIT_H

#include <sys/types.h>

#include "sys/protocol.h"

/*
 * Becomes the init of a box, in a process fresh from clone3(2) with its namespaces. CONTROL is its
 * end of the packets to and from snip, DIRECTORY is spec->directory opened outside (-1: none), TASKS
 * is what it enters its cgroup by (struct cgroup; -1: it need not), UID and GID are snip's. Only async-signal-safe calls are made from here on.
 */
_Noreturn void init_main(const struct box_spec *spec, int control, int directory, int tasks,
                         uid_t uid, gid_t gid);

#endif
