/*
 * How much the processes of a box take, as the kernel tells of them in the box's own /proc. PROC is
 * a directory open on it; process 1, the box's init, never counts. Who asks must be allowed to
 * look, as for box/look/observe.h; of a process that may not be looked at, or that ends meanwhile,
 * as much counts as can be seen.
 */
#ifndef SNIP_BOX_WATCH_WEIGHT_H
#define SNIP_BOX_WATCH_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/* What is to be found out. */
enum weight_kind {
    WEIGHT_COUNTS = 1,    /* processes and files */
    WEIGHT_MEMORY = 2,    /* quick: pages that several processes have in common count for each */
    WEIGHT_SHARES = 4,    /* in its place: they count once; takes longer */
    WEIGHT_PROCESSOR = 8, /* processor time, of children that were waited for too */
};

/* Of a process its processor time, in clock ticks (sysconf(3)). */
struct spent {
    uint64_t pid, start;    /* which it is: when it was started, in ticks since the machine was */
    uint64_t own, children; /* its own, and that of the children that it waited for */
};

VEC_TYPE(spents, struct spent);

/* Reads what the process PID of the box behind PROC has taken; false where it is gone. */
bool spent_read(struct spent *spent, int proc, uint64_t pid);

/* A sum over a box or over a program and its descendants. */
struct weight {
    uint64_t memory; /* bytes */
    long long processor_ms;
    struct spents
        *spents;        /* with WEIGHT_PROCESSOR each process is put there, by its pid; or NULL */
    unsigned processes; /* with threads */
    unsigned files;     /* open descriptors */
};

/*
 * Adds to WEIGHT what KINDS, of enum weight_kind, ask for: of the whole box behind PROC, or where
 * TAG is not 0 of what bears the tag of a program (box/look/observe.h) alone. What belongs to no
 * process, as the files in /tmp do, is no program's.
 */
void weigh(struct weight *weight, int proc, uint64_t tag, unsigned kinds);

#endif
