#include "cmd/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "box/interrupt.h"
#include "cmd/lock.h"
#include "engine/plan/load.h"
#include "engine/plan/select.h"
#include "report/plain.h"

/* By clock_ns(); 0: not yet. */
static int64_t started;

double steps_seconds(void)
{
    return (double)(clock_ns() - started) / CLOCK_S;
}

bool steps_lock(bool writing, struct err *err)
{
    if (started == 0)
        started = clock_ns();
    return lock_project(writing, err);
}

bool steps_end(enum err_kind kind, struct err *err)
{
    err_release(err);
    err->kind = kind;
    return kind == ERR_NONE;
}

/* Prints the errors in LIST, what is wrong with the input, and how many; fails by the worst. */
static bool refuse(struct errs *list, struct err *err)
{
    enum err_kind worst = errs_worst(list);
    plain_errors(stderr, list);
    if (list->n)
        fprintf(stderr, "snip: %zu error%s; nothing was run\n", list->n, list->n == 1 ? "" : "s");
    errs_release(list);
    return steps_end(worst, err);
}

bool steps_read(struct plan *plan, struct err *err)
{
    if (plan_load(plan, err) || err->text)
        return !err->text;
    errs_sort(&plan->errs);
    return refuse(&plan->errs, err);
}

bool steps_load(struct plan *plan, const struct invocation *invocation, struct err *err)
{
    struct errs wrong = { 0 };
    if (!steps_read(plan, err) || !plan_select(plan, invocation->names, invocation->count, err))
        return false;
    plan_errors(plan, &wrong);
    return refuse(&wrong, err);
}

bool steps_run(struct sessions *sessions, struct plan *plan, const struct invocation *invocation,
               struct err *err)
{
    struct sched_options options = { .jobs = invocation->jobs,
                                     .rerun = invocation->rerun,
                                     .elsewhere = invocation->elsewhere,
                                     .bare = invocation->bare,
                                     .trust = invocation->trust };
    const char *term = getenv("TERM");
    if (isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0) {
        options.progress = plain_progress;
        options.owner = stderr;
    }
    bool ok = sched_run(sessions, plan, &options, err);
    if (invocation->bare)
        fprintf(stderr,
                "%ssnip: --sandbox=none: programs run without a box, with all that you may do\n",
                options.progress ? "\r\033[K" : "");
    if (sessions->interrupted) {
        fprintf(stderr, "%ssnip: interrupted; nothing was written\n",
                options.progress ? "\r\033[K" : "");
        interrupt_die(sessions->interrupted);
    }
    return ok;
}
