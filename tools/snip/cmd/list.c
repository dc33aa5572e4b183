#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "report/plain.h"

static size_t widest(const struct plan *plan)
{
    size_t width = 0;
    vec_each (snippet, &plan->snippets)
        if (snippet->selected && strlen(snippet->name) > width)
            width = strlen(snippet->name);
    return width < 40 ? width : 40;
}

/* "a.md:3, 17; b.md:4". Owned by the caller. */
static char *places(const struct snippet *snippet)
{
    struct buf out = BUF_INIT;
    const char *last = NULL;
    vec_each (shown, &snippet->shown) {
        if (last == shown->post)
            buf_printf(&out, ", %d", shown->line);
        else
            buf_printf(&out, "%s%s:%d", last ? "; " : "", shown->post, shown->line);
        last = shown->post;
    }
    buf_adds(&out, last ? "" : "(no post shows it)");
    return buf_steal(&out);
}

static void print_list(const struct plan *plan)
{
    size_t count = 0, hidden = 0;
    int width = (int)widest(plan);
    vec_each (snippet, &plan->snippets) {
        if (!snippet->selected)
            continue;
        AUTO_FREE char *shown = places(snippet);
        plain_line(stdout, "%-*s  %s", width, snippet->name, shown);
        count++;
        hidden += snippet->shown.n == 0;
    }
    vec_each (orphan, &plan->orphans)
        if (plan->whole)
            plain_line(stdout, "%s: the record of no snippet; `snip update` removes it", *orphan);
    printf("%zu snippet%s, %zu shown nowhere", count, count == 1 ? "" : "s", hidden);
    if (plan->whole)
        printf(", %zu orphaned record%s", plan->orphans.n, plan->orphans.n == 1 ? "" : "s");
    puts("");
}

static bool run_list(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    bool ok = steps_lock(false, err) && steps_load(&plan, invocation, err);
    if (ok)
        print_list(&plan);
    plan_release(&plan);
    return ok;
}

const struct command cmd_list = {
    .name = "list",
    .arguments = "[NAME…]",
    .most = -1,
    .summary = "snippets, and where each is shown",
    .help =
        "Lists the snippets with the lines of the posts that show them, and records that belong\n"
        "to no snippet any more. Nothing is run.\n"
        "\n"
        "  snip list\n"
        "  snip list _posts/2026-11-23-x.md    the snippets of one post\n",
    .run = run_list,
};
