#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "engine/truth/view.h"
#include "report/plain.h"

/* Appends what a block of KIND would show of RECORD. */
static void add_view(struct buf *text, enum view_kind kind, const struct record *record)
{
    struct block block = { .kind = kind };
    view_render(text, &block, (struct slice){ "", 0 }, record);
}

/* Prints what the snippet of SESSION gave, as a post would show it. */
static void print_session(const struct session *session, bool timeline)
{
    const struct record *record = &session->record;
    struct buf text = BUF_INIT;
    vec_each (compile, &record->compiles)
        if (compile->diagnostics[0] && session->faults.n == 0)
            buf_printf(&text, "$ %s\n%s", compile->command, compile->diagnostics);
    add_view(&text, VIEW_OUTPUT, record);
    if (timeline && record->trace.events.n) {
        buf_addc(&text, '\n');
        add_view(&text, VIEW_TIMELINE, record);
    }
    plain_text(stdout, buf_str(&text));
    buf_release(&text);
}

/* Holds that PLAN has one snippet selected, before any is run. */
static bool check_one(const struct plan *plan, struct err *err)
{
    size_t count = 0;
    vec_each (snippet, &plan->snippets)
        count += snippet->selected;
    if (count == 1)
        return true;
    err_set(err, ERR_INPUT, "`run` takes one snippet, and that names %zu", count);
    return err_hint(err, "`snip list` shows their names");
}

/* Lets the selected snippets be recorded, whatever their manifests say. */
static void record_all(struct plan *plan)
{
    vec_each (snippet, &plan->snippets)
        if (snippet->selected)
            snippet->manifest.trace.on = true;
}

static bool report(const struct session *session, bool timeline, struct err *err)
{
    print_session(session, timeline);
    plain_errors(stderr, &session->faults);
    return steps_end(errs_worst(&session->faults), err);
}

static bool run_run(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    struct sessions sessions = { 0 };
    struct invocation rerun = *invocation;
    rerun.rerun = true;
    bool ok = steps_lock(false, err) && steps_load(&plan, invocation, err) && check_one(&plan, err);
    if (ok && invocation->timeline)
        record_all(&plan);
    ok = ok && steps_run(&sessions, &plan, &rerun, err) &&
         report(&sessions.v[0], invocation->timeline, err);
    sessions_release(&sessions);
    plan_release(&plan);
    return ok;
}

static const struct option_spec option_timeline = { "timeline", 0, NULL,
                                                    "record the run, and print its time line too",
                                                    .flag = offsetof(struct invocation, timeline) };
static const struct option_spec *const options[] = { &option_timeline, &option_sandbox,
                                                     &option_trust, NULL };

const struct command cmd_run = {
    .name = "run",
    .arguments = "NAME",
    .least = 1,
    .most = 1,
    .summary = "run one snippet and print what it prints",
    .help = "Compiles and runs one snippet in its box and prints it as a post would show it.\n"
            "Nothing is written. With --sandbox=none there is no box: see `snip check --help`.\n"
            "\n"
            "  snip run socket/create\n"
            "  snip run --timeline accept/many    its calls, packets and states, in their order\n",
    .options = options,
    .run = run_run,
};
