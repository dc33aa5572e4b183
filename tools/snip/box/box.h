/*
 * The one door to what is in this folder: a box, that is programs on a host, or on the several of a
 * lab. On a loop they are started when their owner says so, their input is fed, their output
 * captured, the limits kept; of each can be asked what it is doing. Nothing of a box is left
 * running when it is over.
 */
#ifndef SNIP_BOX_BOX_H
#define SNIP_BOX_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/end.h"
#include "box/loop.h"
#include "box/spec.h"
#include "box/step.h"
#include "box/trace/event.h"

/* How far a program is. */
enum program_state {
    PROGRAM_WAITING, /* not started */
    PROGRAM_STARTED, /* asked for; it may not have been executed yet */
    PROGRAM_ENDED,   /* status tells how; its output is whole */
};

/* A program so far. */
struct program_result {
    enum program_state state;
    int status;        /* of wait(2), once it has ended */
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
    unsigned steps;         /* with report_steps: bit s is set where enum box_step s was done */
    struct box_facts facts; /* where it was finished, with a workspace */
    struct product products[BOX_MAX_PRODUCTS]; /* in the spec's order; may be taken */
    struct err err;
};

/* A box; opaque. */
struct box;
struct host;

/* What a box tells its owner; each may be NULL but `over`. */
struct box_events {
    /* PROGRAM has ended, all of its output is there, and nothing it started is left. */
    void (*ended)(struct box *box, void *owner, size_t program);
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

/*
 * Makes a folder for box_spec.bare. Owned by the caller, as a string; NULL with ERR_SYSTEM where
 * none can be made.
 */
char *box_folder(struct err *err);

/*
 * Makes a box on LOOP, which must outlive it; no program runs yet. The owner is told of EVENTS
 * from the loop. Returns NULL with ERR_SYSTEM where it could not be made.
 */
struct box *box_start(struct loop *loop, const struct box_spec *spec,
                      const struct box_events *events, void *owner, struct err *err);

/* As box_start(), for a single program: it is started at once, and its end is the box's. */
struct box *box_start_single(struct loop *loop, const struct box_spec *spec,
                             void (*over)(struct box *box, void *owner), void *owner,
                             struct err *err);

/* Starts PROGRAM, each once at most. */
void box_run(struct box *box, size_t program);

/* Sends SIGNAL to the main process of PROGRAM, if it runs. */
void box_signal(struct box *box, size_t program, int signal);

/* Answers EVENT_REST: whether something was started, or a signal sent. */
void box_answer(struct box *box, bool done);

/* No program is to be started any more; the box is over when what is left has been killed. */
void box_finish(struct box *box);

/* Kills everything; `over` follows. Does nothing where the end is decided already. */
void box_kill(struct box *box);

/* How PROGRAM is; owned by BOX (its output may be taken with buf_steal() once it has ended). */
struct program_result *box_program(struct box *box, size_t program);

/*
 * Sets *COUNT to how many sockets that serve the processes of PROGRAM hold (box/look/observe.h); 0
 * before it runs. Fails with ERR_SYSTEM where it cannot be looked at.
 */
bool box_serving(struct box *box, size_t program, size_t *count, struct err *err)
    __attribute__((warn_unused_result));

/* Tells whether no process of PROGRAM is running, or would be if it were its turn. */
bool box_rests(struct box *box, size_t program);

/*
 * Appends to OUT a line for each process of PROGRAM on what it does; nothing where none is there.
 */
void box_describe(struct box *box, size_t program, struct buf *out);

/* Appends to OUT a line for each socket that processes of PROGRAM hold, as box_describe() does. */
void box_describe_sockets(struct box *box, size_t program, struct buf *out);

/* What came of it; valid in `over` and after, owned by BOX. */
struct box_result *box_result(struct box *box);

/* Tells whether it went to its end, and its first program ended with the exit status 0. */
bool box_succeeded(struct box *box);

/*
 * The host that PROGRAM runs on, BOX's: for who knows more of a box than this header (box/host.h).
 */
const struct host *box_host(const struct box *box, size_t program);

/* Kills what runs and frees BOX; NULL is fine. */
void box_free(struct box *box);

#endif
