/*
 * A session: one snippet compiled and run, from its files to a record and a judgement. It writes
 * nothing.
 */
#ifndef SNIP_ENGINE_WORK_SESSION_H
#define SNIP_ENGINE_WORK_SESSION_H

#include <stdbool.h>

#include "base/err.h"
#include "box/loop.h"
#include "box/world/elsewhere.h"
#include "engine/build/compile.h"
#include "engine/build/given.h"
#include "engine/build/toolchain.h"
#include "engine/plan/plan.h"
#include "engine/record/mask.h"
#include "engine/record/record.h"
#include "engine/run/run.h"
#include "engine/work/dependency.h"
#include "engine/work/failurerepeat.h"
#include "engine/work/recording.h"

/* What a session needs of its surroundings. */
struct session_tools {
    struct loop *loop;
    const struct plan *plan;
    const struct toolchain *toolchain;
    bool elsewhere; /* what is recorded is run in another world too (`check --elsewhere`) */
};

/* What its runs without a recorder are for, in this order. */
enum session_stage {
    SESSION_HERE,      /* what does it do? */
    SESSION_ELSEWHERE, /* does it do the same in another world? */
    SESSION_APART,     /* in which aspect of that does it not? */
};

/* A session under way or done. It must not move before `done` was called. */
struct session {
    const struct session_tools *tools;
    struct snippet *snippet;
    int processor;               /* which its programs run on */
    struct given given;          /* to all of its compilations */
    struct dependencies depends; /* what its outcome depends on */
    struct words *sources;       /* of each program: its C files */
    size_t nprograms;
    struct compilation *compilations; /* of each program */
    size_t ncompilations;
    struct compilation *there; /* the same, as of another day; NULL: not yet */
    size_t nthere;
    size_t compiling; /* how many of them are under way */
    struct run *run;
    bool cached;      /* nothing was run: an earlier run with the same inputs is remembered */
    bool killed;      /* session_kill() was called */
    bool recording;   /* running once more, recorded */
    unsigned order;   /* in which other order of turns; 0: by the rule */
    unsigned norders; /* how many there are to be */
    struct orderings orderings; /* the rule's first; without others where there was none */
    unsigned nrecorded;         /* how often that was done */
    enum session_stage stage;
    struct elsewhere world;         /* of the run under way: in no aspect another one while HERE */
    unsigned aspect;                /* while APART: the one that is tried; 0: none */
    int64_t since;                  /* Unix time at which it was run first */
    struct record_processes first;  /* what that gave … */
    struct record_processes second; /* … and the run elsewhere, where APART; nothing: it failed */
    struct mask_facts facts, first_facts, second_facts;
    struct aparts aparts;
    struct errs warnings; /* of the compiler, where there are to be none: faults in the end */
    void (*done)(struct session *session, void *owner);
    void *owner;
    /* the result */
    struct record record; /* complete where there are no faults */
    struct errs faults;   /* why the snippet is false; empty: it is as declared */
    struct err broken;    /* the machine cannot run it, nor others: kind is ERR_NONE where it can */
};

/*
 * Starts SESSION for SNIPPET. DONE is called once, from the loop or at once. An outcome that
 * differs from the snippet's record is compiled and run a second time, in another world: if the two
 * differ, that is a fault, and more runs tell what it follows. What compiles with warnings that it
 * should not have is run as well, so that all faults are found at once.
 */
void session_start(struct session *session, const struct session_tools *tools,
                   struct snippet *snippet, int processor, void (*done)(struct session *, void *),
                   void *owner);

/* Kills what runs; DONE follows, or was called when it returns. */
void session_kill(struct session *session);

/* Frees what SESSION owns. */
void session_release(struct session *session);

#endif
