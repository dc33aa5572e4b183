#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/verify.h"
#include "engine/view.h"
#include "report/tty.h"

/* Prints what the snippet of SESSION gave, as a post would show it. */
static void print_session(const struct session *session)
{
    const struct record *record = &session->record;
    struct buf text = BUF_INIT;
    vec_each (compile, &record->compiles)
        if (compile->diagnostics[0] && session->faults.n == 0)
            buf_printf(&text, "$ %s\n%s", compile->command, compile->diagnostics);
    struct block output = { .kind = VIEW_OUTPUT };
    view_render(&text, &output, record);
    fputs(buf_str(&text), stdout);
    buf_release(&text);
}

static bool report(const struct plan *plan, const struct sessions *sessions, struct err *err)
{
    if (sessions->n != 1) {
        err_set(err, ERR_INPUT, "`run` takes one snippet, and that names %zu", sessions->n);
        return err_hint(err, "`snip list` shows their names");
    }
    (void)plan;
    const struct session *session = &sessions->v[0];
    print_session(session);
    tty_errors(stderr, &session->faults);
    return verify_end(errs_worst(&session->faults), err);
}

static bool run_run(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    struct sessions sessions = { 0 };
    bool ok = verify_lock(false, err) && verify_load(&plan, invocation, err) &&
              verify_run(&sessions, &plan, invocation, err) && report(&plan, &sessions, err);
    sessions_release(&sessions);
    plan_release(&plan);
    return ok;
}

const struct command cmd_run = {
    .name = "run",
    .arguments = "NAME",
    .least = 1,
    .most = 1,
    .summary = "run one snippet and print what it prints",
    .help = "Compiles and runs one snippet in its box and prints it as a post would show it.\n"
            "Nothing is written.\n"
            "\n"
            "  snip run socket/create\n",
    .run = run_run,
};
