/*
 * The steps that check, update, run and status have in common: lock the project, read it, say what
 * is wrong with the input, run.
 */
#ifndef SNIP_CMD_STEPS_H
#define SNIP_CMD_STEPS_H

#include <stdbool.h>

#include "base/err.h"
#include "cmd/cmd.h"
#include "engine/plan/plan.h"
#include "engine/work/sched.h"

/* Begins to count steps_seconds(), and locks the project as lock_project() does (cmd/lock.h). */
bool steps_lock(bool writing, struct err *err) __attribute__((warn_unused_result));

/* Reads the project. What keeps it from that is printed; then ERR has no text. */
bool steps_read(struct plan *plan, struct err *err) __attribute__((warn_unused_result));

/*
 * Reads the project and selects what INVOCATION names. Prints the authors' errors in it; then fails
 * with an ERR that has no text. End PLAN with plan_release() either way.
 */
bool steps_load(struct plan *plan, const struct invocation *invocation, struct err *err)
    __attribute__((warn_unused_result));

/* Runs the selected snippets, with progress where standard error is a terminal. Dies by the signal
 * that interrupts it. */
bool steps_run(struct sessions *sessions, struct plan *plan, const struct invocation *invocation,
               struct err *err) __attribute__((warn_unused_result));

/* Seconds since the first steps_lock(), by the monotonic clock. */
double steps_seconds(void);

/* Sets ERR to KIND without a text: all was said. Returns whether KIND is ERR_NONE. */
bool steps_end(enum err_kind kind, struct err *err);

#endif
