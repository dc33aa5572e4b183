/*
 * What a box tells its owner: of its programs and of what happens, and what came of it.
 */
#ifndef SNIP_BOX_PARTS_RESULT_H
#define SNIP_BOX_PARTS_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/end.h"
#include "box/spec.h"
#include "box/step.h"
#include "box/trace/event.h"

/* How far a program is. */
enum program_state {
    PROGRAM_WAITING, /* not started */
    PROGRAM_STARTED, /* asked for; it may not have been executed yet */
    PROGRAM_LEFT,    /* its own process has ended, as status tells; what that started has not */
    PROGRAM_ENDED,   /* so has all that it started; its output is whole */
};

/* A program so far. */
struct program_result {
    enum program_state state;
    int status;        /* of wait(2), once its own process has ended */
    int stopped;       /* the signal that it is stopped by, 0 for none */
    pid_t pid;         /* inside the box; 0 until it is known */
    uint64_t tag;      /* inode of the uts namespace that it and its descendants live in */
    struct buf output; /* as printed, of all programs at most output_max bytes */
};

/* A file that the box handed out at its end. */
struct product {
    bool made;
    int error; /* errno where it was made, and could not be handed out */
    struct buf content;
};

/* What came of a box. */
struct box_result {
    enum end end;
    size_t program;         /* which is to blame: of most limits, and of a step from BOX_FORK on */
    enum box_step step;     /* of END_UNBOXED: what failed; see err */
    int cgroup;             /* version of the cgroup that bounds its memory; 0: it has none */
    bool untraced;          /* it could not be another world, for its programs trace themselves */
    unsigned steps;         /* with report_steps: bit s is set where enum box_step s was done */
    struct box_facts facts; /* where it was finished, with a workspace */
    struct product products[BOX_MAX_PRODUCTS]; /* in the spec's order; may be taken */
    struct err err;
};

struct box;

/* What a box tells its owner; each may be NULL but `over`. */
struct box_events {
    /* The process that PROGRAM began as has ended. */
    void (*ended)(struct box *box, void *owner, size_t program);
    /* So has, after `ended`, all that it has started; all of its output is there. */
    void (*gone)(struct box *box, void *owner, size_t program);
    /* The time limit has passed. Nothing is killed until the owner, who can look before, calls
     * box_kill(); where this is NULL all is killed at once. */
    void (*timeout)(struct box *box, void *owner);
    /*
     * So is END's, one from END_MEMORY to END_NEIGHBOURS, for which PROGRAM is to blame: all is
     * killed when this returns.
     */
    void (*limit)(struct box *box, void *owner, enum end end, size_t program);
    /* All is over. The box must be freed now or later, with box_free(). */
    void (*over)(struct box *box, void *owner);
    /*
     * Of a box that is recorded: what happened next. EVENT_REST asks whether a program is to be
     * started or told a signal, and is to be answered by box_answer(); nothing goes on before.
     */
    void (*traced)(struct box *box, void *owner, const struct event *event);
};

#endif
