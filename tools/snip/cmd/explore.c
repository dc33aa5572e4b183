#include <stdio.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "engine/truth/view.h"
#include "report/plain.h"

enum { ORDERS = 100, ORDERS_MAX = 10000 };

static bool take_orders(struct invocation *invocation, const char *value, struct err *err)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (*value == '\0' || *end || n < 1 || n > ORDERS_MAX)
        return err_set(err, ERR_INPUT, "--orders takes a number from 1 to %d, not `%s`", ORDERS_MAX,
                       value);
    invocation->orders = (unsigned)n;
    return true;
}

/* Appends what processes of ORDERING did, and the time line that led there. */
static void add_ordering(struct buf *text, const struct record *record,
                         const struct ordering *ordering)
{
    const struct block output = { .kind = VIEW_OUTPUT }, line = { .kind = VIEW_TIMELINE };
    struct record other = *record;
    other.processes = ordering->processes;
    other.trace = ordering->trace;
    view_render(text, &output, (struct slice){ "", 0 }, &other);
    if (other.trace.events.n == 0)
        return;
    buf_adds(text, "\nthe shortest way there:\n\n");
    view_render(text, &line, (struct slice){ "", 0 }, &other);
}

/* Prints what SESSION's orders gave. Returns whether all gave the same. */
static bool print_orders(const struct session *session)
{
    const struct orderings *orderings = &session->orderings;
    struct buf text = BUF_INIT;
    unsigned all = 0;
    vec_each (one, orderings)
        all += one->count;
    for (size_t i = 1; i < orderings->n; i++) {
        const struct ordering *one = &orderings->v[i];
        buf_printf(&text, "in %u of %u orders%s:\n\n", one->count, all,
                   one->end == END_FINISHED ? "" : " it does not come to its declared end");
        add_ordering(&text, &session->record, one);
        buf_addc(&text, '\n');
    }
    if (orderings->n == 1)
        buf_printf(&text, "%u orders, one outcome\n", all);
    else if (orderings->n)
        buf_printf(&text, "%u orders, %zu outcomes; in %u as it is by the rule\n", all,
                   orderings->n, orderings->v[0].count);
    plain_text(stdout, buf_str(&text));
    buf_release(&text);
    return orderings->n <= 1;
}

static bool explore(struct plan *plan, const struct invocation *invocation, struct err *err)
{
    struct sessions sessions = { 0 };
    vec_each (snippet, &plan->snippets) {
        snippet->manifest.trace.on = snippet->manifest.trace.explore = true;
        snippet->manifest.trace.orders = invocation->orders ? invocation->orders : ORDERS;
    }
    bool ok = steps_run(&sessions, plan, invocation, err), same = true;
    for (size_t i = 0; ok && i < sessions.n; i++) {
        if (sessions.n > 1)
            printf("%s: ", sessions.v[i].snippet->name);
        same &= print_orders(&sessions.v[i]) && sessions.v[i].faults.n == 0;
        fflush(stdout);
        plain_errors(stderr, &sessions.v[i].faults);
    }
    ok = ok && steps_end(same ? ERR_NONE : ERR_FALSE, err);
    sessions_release(&sessions);
    return ok;
}

static bool run_explore(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    struct invocation rerun = *invocation;
    rerun.rerun = true;
    bool ok = steps_lock(false, err) && steps_load(&plan, invocation, err) &&
              explore(&plan, &rerun, err);
    plan_release(&plan);
    return ok;
}

static const struct option_spec option_orders = { "orders", 'n', "N",
                                                  "in how many other orders (100)",
                                                  .take = take_orders };
static const struct option_spec *const options[] = { &option_orders, &option_jobs, NULL };

const struct command cmd_explore = {
    .name = "explore",
    .arguments = "NAME…",
    .least = 1,
    .most = -1,
    .summary = "run a snippet in many orders of its steps",
    .help =
        "Records a snippet in turns, again and again: who goes on, and which frame arrives, is\n"
        "chosen by chance, as a kernel might. Where what is printed, or how it ends, is not\n"
        "always the same, it shows each outcome and the shortest time line that leads there.\n"
        "Nothing is written. Exit status 1: it is not always the same.\n"
        "\n"
        "  snip explore accept/many\n"
        "  snip explore --orders 1000 accept/many\n",
    .options = options,
    .run = run_explore,
};
