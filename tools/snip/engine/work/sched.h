/*
 * The scheduler: runs the selected snippets of a plan, one more at a time than there are
 * processors.
 */
#ifndef SNIP_ENGINE_WORK_SCHED_H
#define SNIP_ENGINE_WORK_SCHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "engine/plan/plan.h"
#include "engine/work/session.h"

/* How to run. */
struct sched_options {
    int jobs; /* sessions at a time; 0: one more than processors */
    /* Called after each session with how many of TOTAL are done, and its snippet. May be NULL. */
    void (*progress)(void *owner, size_t done, size_t total, const struct snippet *snippet);
    void *owner;
    bool rerun;     /* run what the store remembers as proven, too */
    bool elsewhere; /* run in another world too what differs in nothing from its record */
    bool bare;      /* as of struct toolchain */
    bool trust;     /* as of struct toolchain */
};

/* The sessions of a plan's selected snippets, in the plan's order. */
struct sessions {
    struct session *v;
    size_t n;
    int interrupted; /* the signal that stopped the work, 0 for none */
};

/*
 * Runs every selected snippet of PLAN and waits for the last. Fails with ERR_SYSTEM where nothing
 * can be run: no compiler, no boxes, no place for the products; what is wrong with one snippet is
 * in its session. End SESSIONS with sessions_release() either way.
 */
bool sched_run(struct sessions *sessions, struct plan *plan, const struct sched_options *options,
               struct err *err) __attribute__((warn_unused_result));

/* Frees the sessions. */
void sessions_release(struct sessions *sessions);

#endif
