/*
 * How much the processes of a box take, as the kernel tells of them in the box's own /proc. PROC is a
 * directory open on it; process 1, the box's init, never counts. Who asks must be allowed to look,
 * as for box/look/observe.h; of a process that may not be looked at, or that ends meanwhile, as much
 * counts as can be seen.
 */
#ifndef SNIP_BOX_WATCH_WEIGHT_H
#define SNIP_BOX_WATCH_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/* The tables of what System V has between processes (sysvipc(7)). */
enum weight_ipc { IPC_SEGMENTS, IPC_SEMAPHORES, IPC_MESSAGES, IPC_TABLES };

/* What is to be found out. */
enum weight_kind {
    WEIGHT_COUNTS = 1,    /* processes and files */
    WEIGHT_MEMORY = 2,    /* quick, and never less than it is but for WEIGHT_TABLES */
    WEIGHT_SHARES = 4,    /* as it is: what several have counts once; takes longer */
    WEIGHT_PROCESSOR = 8, /* processor time, of children that were waited for too */
    WEIGHT_TABLES = 16,   /* with WEIGHT_SHARES: of threads too that have descriptors of their own,
                             which takes as many times longer as there are threads */
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
    uint64_t memory; /* bytes, and of them … */
    uint64_t shared; /* … shared memory and files of tmpfs */
    bool hides;      /* with WEIGHT_SHARES: there are places where shared memory is not seen */
    long long processor_ms;
    struct spents
        *spents;        /* with WEIGHT_PROCESSOR each process is put there, by its pid; or NULL */
    unsigned processes; /* with threads */
    unsigned files;     /* open descriptors */
};

/*
 * Adds to WEIGHT what KINDS, of enum weight_kind, ask for, of the box behind PROC. IPC are the files of
 * /proc/sysvipc, IPC_TABLES of them opened in it; NULL for none. What its sockets hold is told by
 * box/watch/buffers.h.
 */
void weigh_box(struct weight *weight, int proc, const int *ipc, unsigned kinds);

/*
 * The shared memory and files of tmpfs of the whole machine, in bytes. Where a box hides some, that
 * it has become more is all that there is to see.
 */
uint64_t weigh_machine_shared(void);

/*
 * As weigh_box(), but only what bears the TAG of a program (box/look/observe.h). What belongs to no
 * process, as the files in /tmp do, is no program's.
 */
void weigh_program(struct weight *weight, int proc, uint64_t tag, unsigned kinds);

#endif
