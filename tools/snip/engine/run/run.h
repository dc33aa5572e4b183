/*
 * A run: the processes of one snippet in one box, started, waited for and stopped as its manifest
 * asks. What makes a process ready is seen from the kernel (box/look/observe.h), never guessed.
 */
#ifndef SNIP_ENGINE_RUN_RUN_H
#define SNIP_ENGINE_RUN_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/box.h"
#include "engine/plan/plan.h"
#include "engine/run/giving.h"
#include "engine/run/launch.h"

/* What became of a process. */
enum run_state {
    RUN_WAITING, /* it was not started: something it waits for did not come */
    RUN_RUNNING, /* it, or what it has started, was still running when the run was over */
    RUN_ENDED,   /* so has all that it has started; status and signal tell how it itself did */
};

/* One process, when the run is over. */
struct run_process {
    enum run_state state;
    bool ready;     /* what makes it ready was there */
    size_t serving; /* of sockets how many were, when it was looked at last */
    struct giving giving;
    bool told;         /* the signal of its `stop` was sent … */
    bool told_left;    /* … to what it has left */
    bool left;         /* of RUN_RUNNING: it has ended; what still runs is what it has started */
    int status;        /* of its own end: exit status, where signal is 0 */
    int signal;        /* that killed it */
    int stopped;       /* the signal that it was stopped by when the run was over, 0 for none */
    struct buf output; /* as printed */
    struct buf doing;  /* where it was still running: what it did (box_describe()) */
};

VEC_TYPE(run_processes, struct run_process);

/* What a recorder told, in its order. Each event is on the heap, only as long as its data. */
VEC_TYPE(trace_raw, struct event *);

/* How a run went. */
struct run_result {
    enum end end;
    size_t culprit; /* the process that is to blame; of END_TIMEOUT one that never got ready, … */
    bool has_culprit;
    bool restless; /* … or that never came to rest, for this reason, so that nobody was stopped */
    enum unrest unrest;
    struct run_processes processes; /* in the manifest's order */
    struct box_facts facts;         /* where it went as expected */
    bool untraced;          /* it could not be another world: its programs trace themselves */
    int cgroup;             /* version of the cgroup that bounds its memory; 0: it has none */
    struct trace_raw trace; /* what was recorded; nothing where it was not */
    struct err err;
};

struct run;
struct elsewhere;

/*
 * Starts the processes of SNIPPET on LOOP, on the processor with index PROCESSOR; with BARE without
 * a box, which is for one that needs_no_box() lets pass. PROGRAMS are those of its sources. It is
 * recorded as RECORDING says, or with NULL not; its world is another one as WORLD says, and then it
 * may take longer, or with NULL not. DONE is called once, from the loop. All must outlive it.
 * Returns NULL with ERR_SYSTEM where nothing could be started (DONE is not called then).
 */
struct run *run_start(struct loop *loop, const struct snippet *snippet,
                      const struct run_programs *programs, int processor, bool bare,
                      const struct run_recording *recording, const struct elsewhere *world,
                      void (*done)(struct run *run, void *owner), void *owner, struct err *err);

/* How it went; valid in DONE and after, owned by RUN. */
struct run_result *run_result(struct run *run);

/* Kills it; DONE follows. */
void run_kill(struct run *run);

/* Frees RUN; NULL is fine. */
void run_free(struct run *run);

/* Frees what RESULT owns. */
void run_result_release(struct run_result *result);

#endif
