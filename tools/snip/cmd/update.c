#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "engine/truth/verdict.h"
#include "report/plain.h"

static bool write_all(struct plan *plan, const struct sessions *sessions,
                      const struct invocation *invocation, struct err *err)
{
    struct verdict verdict;
    struct verdict_options allowed = { invocation->overwrite, invocation->rebase };
    verdict_make(&verdict, plan, sessions, &allowed);
    size_t written = verdict_write(&verdict);
    plain_update(stdout, &verdict, written, steps_seconds());
    enum err_kind worst = errs_worst(&verdict.faults);
    verdict_release(&verdict);
    return steps_end(worst, err);
}

static bool run_update(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    struct sessions sessions = { 0 };
    bool ok = steps_lock(true, err) && steps_load(&plan, invocation, err) &&
              steps_run(&sessions, &plan, invocation, err) &&
              write_all(&plan, &sessions, invocation, err);
    sessions_release(&sessions);
    plan_release(&plan);
    return ok;
}

/* Records are what programs do in a box, on every machine alike. */
static bool refuse_sandbox(struct invocation *invocation, const char *value, struct err *err)
{
    (void)invocation, (void)value;
    err_set(err, ERR_INPUT, "`update` writes only what was run in a box");
    return err_hint(err, "`snip run --sandbox=none` and `snip check --sandbox=none` write nothing");
}

static const struct option_spec option_rebase = {
    "rebase", 0, NULL, "write outcomes that `depends` says are another machine's",
    .flag = offsetof(struct invocation, rebase)
};
static const struct option_spec option_overwrite = {
    "overwrite", 0, NULL, "write blocks that were edited by hand as well",
    .flag = offsetof(struct invocation, overwrite)
};
static const struct option_spec option_boxed = { "sandbox", 0, "none",
                                                 "refused: only what was run in a box is written",
                                                 .take = refuse_sandbox };
static const struct option_spec *const options[] = {
    &option_overwrite, &option_rebase, &option_rerun, &option_jobs,
    &option_trust,     &option_boxed,  NULL
};

const struct command cmd_update = {
    .name = "update",
    .arguments = "[NAME…]",
    .most = -1,
    .summary = "write records and posts, only what changed",
    .help =
        "Compiles and runs the snippets and writes what they print into records and posts. A run\n"
        "that does not end as declared is never written, nor one that differs from run to run.\n"
        "\n"
        "  snip update                  everything; records without a snippet are removed\n"
        "  snip update socket/create    one snippet, and its blocks in all posts\n"
        "  snip update --overwrite      drop what was edited by hand inside blocks\n"
        "  snip update --rebase         make records that are another machine's this one's\n",
    .options = options,
    .run = run_update,
};
