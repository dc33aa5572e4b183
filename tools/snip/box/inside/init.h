/*
 * The first process of a box: pid 1 of its namespaces.
 */
#ifndef SNIP_BOX_INSIDE_INIT_H
#define SNIP_BOX_INSIDE_INIT_H

#include <sys/types.h>

#include "box/inside/protocol.h"

/* What the init of a box gets from outside. */
struct init_ends {
    int control;      /* its end of the packets to and from snip */
    const int *hosts; /* of a lab: such an end for each host */
    const int *trees; /* mounts of spec->shown; -1: not made */
    int tasks;        /* what it enters its cgroup by (struct cgroup); -1: it need not */
    uid_t uid;        /* snip's */
    gid_t gid;
};

/*
 * Becomes the init of a box, in a process fresh from clone3(2) with its namespaces; of a lab, the
 * parent of its hosts' inits. Only async-signal-safe calls are made from here on.
 */
_Noreturn void init_main(const struct box_spec *spec, const struct init_ends *ends);

/* Sets every signal to what it does by default, and blocks none. */
void init_default_signals(void);

/* Closes every descriptor over 2 but ENDS and those that SPEC's programs are given. */
void init_close_others(const struct box_spec *spec, const struct init_ends *ends);

#endif
