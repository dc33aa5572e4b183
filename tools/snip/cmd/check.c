#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "engine/truth/verdict.h"
#include "report/plain.h"

static bool judge(struct plan *plan, const struct sessions *sessions, struct err *err)
{
    struct verdict verdict;
    verdict_make(&verdict, plan, sessions, &(struct verdict_options){ 0 });
    plain_check(stdout, &verdict, steps_seconds());
    enum err_kind faults = errs_worst(&verdict.faults), drift = errs_worst(&verdict.drift);
    verdict_release(&verdict);
    return steps_end(faults > drift ? faults : drift, err);
}

static bool run_check(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    struct sessions sessions = { 0 };
    bool ok = steps_lock(false, err) && steps_load(&plan, invocation, err) &&
              steps_run(&sessions, &plan, invocation, err) && judge(&plan, &sessions, err);
    sessions_release(&sessions);
    plan_release(&plan);
    return ok;
}

static const struct option_spec option_elsewhere = {
    "elsewhere", 0,
    NULL,        "run each in another world too, though it is proven",
    NULL,        offsetof(struct invocation, elsewhere)
};

static const struct option_spec *const options[] = { &option_rerun, &option_elsewhere,
                                                     &option_jobs,  &option_sandbox,
                                                     &option_trust, NULL };

const struct command cmd_check = {
    .name = "check",
    .arguments = "[NAME…]",
    .most = -1,
    .summary = "verify that posts show what programs do",
    .help =
        "Compiles and runs the snippets and compares what they print with records and posts.\n"
        "Shows a diff at post:line where they differ. Changes nothing.\n"
        "\n"
        "With --elsewhere each is run here and in another world, as update runs what is new: on\n"
        "another day, with other pids, another order of processes, another machine. What prints\n"
        "otherwise there is false, though it prints here what its record says.\n"
        "\n"
        "With --sandbox=none programs are run without a box, and nothing keeps them from what you\n"
        "may do yourself. What needs a box (a lab, files put elsewhere, processes that share a\n"
        "network) is not run then, and not true; nothing that is run is remembered as proven.\n"
        "\n"
        "A `compiler` in snip.yml that is a program of the project runs only with --trust: in a\n"
        "box, where it sees the system and what it is to compile, but what it makes and says is\n"
        "what programs do and posts show.\n"
        "\n"
        "  snip check                   everything\n"
        "  snip check socket/create     one snippet, and the posts that show it\n"
        "  snip check _posts/2026-11-23-x.md\n",
    .options = options,
    .run = run_check,
};
