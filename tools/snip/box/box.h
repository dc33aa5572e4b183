/*
 * A box: programs on a host, or on the several of a lab, on a loop. They are started when their owner says
 * so, their input is fed, their output captured, the limits kept. Nothing of it is left running when it is over.
 */
#ifndef SNIP_BOX_BOX_H
#define SNIP_BOX_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/host.h"
#include "box/loop.h"

/* A program that can be started in the box. */
struct box_task {
    const char *const *argv; /* argv[0] is executed as it is: no search of PATH */
    const char *const *env;
    bool terminal;     /* output goes to a pseudo-terminal (box/pty.h), else to a pipe */
    const char *input; /* on standard input, a pipe, then end of file; NULL: end of file at once */
    size_t input_len;
    size_t on;       /* of a lab: the host that it runs on */
    unsigned rights; /* of enum right (base/right.h) */
};

/* What there is to run. The inputs and the lab must stay until the box is over; all else is copied. */
struct box_job {
    struct box_spec box; /* its programs are filled in by box_start() */
    const struct box_task *programs;
    size_t nprograms;
    long long time_ms; /* wall clock, for all of it, but not while snip is stopped */
    size_t output_max; /* bytes, of all programs together */
};

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
    struct buf output; /* as printed */
};

/* Why a box is over. */
enum end {
    END_FINISHED,  /* box_finish() was called, and everything has ended */
    END_TIMEOUT,   /* the time limit passed */
    END_FLOOD,     /* program printed more than there was room for */
    END_MEMORY,    /* its processes took more than box.limits allow, program the most of it: … */
    END_PROCESSES, /* … memory, processes, files, processor time */
    END_FILES,
    END_PROCESSOR,
    END_NEIGHBOURS, /* of a workspace: there were more than NEIGHBOURS_MAX; program is on the host
                        that has most */
    END_KILLED,     /* box_kill() was called */
    END_LOST,       /* its init was killed from outside, by the out-of-memory killer or a person */
    END_UNBOXED,    /* value: the enum box_step that failed, BOX_EXEC for program; see err */
};

/* A file that the box handed out at its end. */
struct product {
    bool made;
    int error; /* errno where it was made, and could not be handed out */
    struct buf content;
};

struct box_result {
    enum end end;
    int value;
    size_t program;
    int cgroup;             /* version of the cgroup that bounds its memory; 0: it has none */
    unsigned steps;         /* with box.report_steps: bit s is set where enum box_step s was done */
    struct box_facts facts; /* where it was finished, with a workspace */
    struct product products[BOX_MAX_PRODUCTS]; /* in the spec's order; may be taken */
    struct err err;
};

struct box;

/* What a box tells its owner; each may be NULL but `over`. */
struct box_events {
    /* PROGRAM has ended, all of its output is there, and nothing it started is left. */
    void (*ended)(struct box *box, void *owner, size_t program);
    /* The time limit has passed. Nothing is killed until the owner, who can look before, calls
     * box_kill(); where this is NULL all is killed at once. */
    void (*timeout)(struct box *box, void *owner);
    /* So is END's, one from END_MEMORY to END_NEIGHBOURS, for which PROGRAM is to blame. */
    void (*limit)(struct box *box, void *owner, enum end end, size_t program);
    /* All is over. The box must be freed now or later, with box_free(). */
    void (*over)(struct box *box, void *owner);
};

/*
 * Makes a box on LOOP, which must outlive it; no program runs yet. The owner is told of EVENTS
 * from the loop. Returns NULL with ERR_SYSTEM where it could not be made.
 */
struct box *box_start(struct loop *loop, const struct box_job *spec,
                      const struct box_events *events, void *owner, struct err *err);

/* Starts PROGRAM, each once at most. */
void box_run(struct box *box, size_t program);

/* Sends SIGNAL to the main process of PROGRAM, if it runs. */
void box_signal(struct box *box, size_t program, int signal);

/* No program is to be started any more; the box is over when what is left has been killed. */
void box_finish(struct box *box);

/* Kills everything; `over` follows. Does nothing where the end is decided already. */
void box_kill(struct box *box);

/* How PROGRAM is; owned by BOX (its output may be taken with buf_steal() once it has ended). */
struct program_result *box_program(struct box *box, size_t program);

/* Why it is over; valid in `over` and after, owned by BOX. */
struct box_result *box_result(struct box *box);

/* The /proc that PROGRAM sees, BOX's; -1 where it is not there (yet). */
int box_proc(const struct box *box, size_t program);

/* A NETLINK_SOCK_DIAG socket in PROGRAM's network, BOX's; -1 where it is not there (yet). */
int box_diag(const struct box *box, size_t program);

/* Kills what runs and frees BOX; NULL is fine. */
void box_free(struct box *box);

#endif
