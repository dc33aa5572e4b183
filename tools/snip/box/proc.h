/*
 * One program run to its end in a box of its own: a box (box/box.h) for a single one. Nothing of
 * it is left running when the result is there.
 */
#ifndef SNIP_BOX_PROC_H
#define SNIP_BOX_PROC_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/box.h"
#include "box/loop.h"

/* How it ended. */
enum proc_end {
    PROC_EXITED,  /* value: exit status */
    PROC_KILLED,  /* value: the signal that ended it, not sent by us */
    PROC_TIMEOUT, /* the time limit passed; value: the signal it was stopped by, or 0 */
    PROC_FLOOD,   /* it printed more than it may */
    PROC_MEMORY,  /* it took more than box.limits allow: memory, … */
    PROC_PROCESSES,
    PROC_FILES,
    PROC_PROCESSOR,
    PROC_STOPPED, /* proc_kill() was called */
    PROC_UNBOXED, /* value: the enum box_step that failed, BOX_EXEC for the program; see err */
};

/* What to run. The box's programs are filled in by proc_start(). */
struct proc_spec {
    struct box_spec box;
    struct box_task program;
    long long time_ms; /* wall clock */
    size_t output_max; /* bytes */
};

/* How it went. */
struct proc_result {
    enum proc_end end;
    int value;
    struct buf output; /* as printed, at most output_max bytes */
    unsigned steps;    /* with box.report_steps: bit s is set where enum box_step s was done */
    struct product products[BOX_MAX_PRODUCTS]; /* what box.products name; may be taken */
    struct err err;
};

/* A running program; opaque. */
struct proc;

/*
 * Starts SPEC on LOOP, which must outlive it. DONE is called once, from the loop, when everything
 * of it has ended; it must end with proc_free(). The input must stay until then. Returns NULL with
 * ERR_SYSTEM where nothing was started (DONE is not called then).
 */
struct proc *proc_start(struct loop *loop, const struct proc_spec *spec,
                        void (*done)(struct proc *proc, void *owner), void *owner, struct err *err);

/* The result; valid in DONE, owned by PROC (its output may be taken with buf_steal()). */
struct proc_result *proc_result(struct proc *proc);

/* Kills it; DONE follows from the loop. */
void proc_kill(struct proc *proc);

/* Frees PROC. */
void proc_free(struct proc *proc);

#endif
