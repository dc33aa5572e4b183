#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "engine/build/toolchain.h"
#include "engine/truth/verdict.h"
#include "engine/work/dependency.h"
#include "engine/work/store.h"
#include "report/plain.h"

static void why_stale(const struct plan *plan, const struct snippet *snippet,
                      struct strings *reasons)
{
    if (!snippet->has_record)
        strings_add(reasons, mem_strdup("it has no record"));
    else if (!snippet->record_ok)
        strings_add(reasons, mem_printf("its record %s", snippet->record_error.text));
    else
        inputs_compare(snippet, plan, reasons);
}

/* "NAME: why, why" after STATE. */
static void print_reasons(const char *state, const char *name, const struct strings *reasons)
{
    AUTO(buf_release) struct buf line = BUF_INIT;
    buf_printf(&line, "%s  %s", state, name);
    for (size_t i = 0; i < reasons->n; i++)
        buf_printf(&line, "%s %s", i ? "," : ":", reasons->v[i]);
    plain_line(stdout, "%s", line.s);
}

/* Prints "fresh NAME" or "stale NAME: why, why". Returns whether it is fresh. */
static bool print_status(const char *name, const struct strings *reasons)
{
    print_reasons(reasons->n ? "stale" : "fresh", name, reasons);
    return reasons->n == 0;
}

/* Why SNIPPET, whose files are as its record says, is stale all the same. NULL: it is not. */
static const char *why_false(struct store *store, const struct snippet *snippet)
{
    struct record record = { 0 };
    if (store_failed(store, snippet))
        return "it was false when it was run last";
    bool other = store_find(store, snippet, &record, NULL) && snippet->manifest.depends == 0 &&
                 !record_same_outcome(&record, &snippet->record);
    record_release(&record);
    return other ? "its record is not what happened when it was run last" : NULL;
}

/* Of a snippet that is fresh: tells, where it is to be run all the same, why. */
static void print_fresh(struct store *store, const struct snippet *snippet)
{
    AUTO(strings_release) struct strings reasons = { 0 };
    struct record record = { 0 };
    if (!store)
        strings_add(&reasons, mem_strdup("nothing was run here yet"));
    else if (!store_find(store, snippet, &record, &reasons) && reasons.n == 0)
        strings_add(&reasons, mem_strdup("what is remembered of it cannot be read"));
    print_reasons(reasons.n ? "fresh, to be run" : "fresh", snippet->name, &reasons);
    record_release(&record);
}

static size_t print_snippets(const struct plan *plan, struct store *store)
{
    size_t stale = 0;
    vec_each (snippet, &plan->snippets) {
        if (!snippet->selected)
            continue;
        AUTO(strings_release) struct strings reasons = { 0 };
        why_stale(plan, snippet, &reasons);
        const char *wrong = reasons.n || !store ? NULL : why_false(store, snippet);
        if (wrong)
            strings_add(&reasons, mem_strdup(wrong));
        stale += reasons.n > 0;
        if (reasons.n)
            print_status(snippet->name, &reasons);
        else
            print_fresh(store, snippet);
    }
    return stale;
}

static size_t print_posts(const struct plan *plan, const struct verdict *verdict)
{
    size_t stale = 0;
    vec_each (page, &plan->pages) {
        if (!page->selected || page->post.blocks.n == 0)
            continue;
        AUTO(strings_release) struct strings reasons = { 0 };
        const struct errs *lists[] = { &verdict->faults, &verdict->drift };
        for (size_t i = 0; i < 2; i++)
            vec_each (err, lists[i])
                if (strcmp(err->file, page->path) == 0)
                    strings_add(&reasons, mem_printf("line %d: %s", err->line, err->text));
        stale += !print_status(page->path, &reasons);
    }
    return stale;
}

static bool print_all(struct plan *plan, bool trust, struct err *err)
{
    struct verdict verdict;
    struct toolchain tools = { .config = &plan->config, .trust = trust };
    struct store store;
    bool remembers = toolchain_recall(&tools, toolchain_cache);
    if (remembers)
        store_open(&store, plan, &tools);
    verdict_from_records(&verdict, plan);
    size_t stale = print_snippets(plan, remembers ? &store : NULL) + print_posts(plan, &verdict);
    if (remembers)
        store_close(&store);
    toolchain_release(&tools);
    vec_each (orphan, &plan->orphans)
        if (plan->whole)
            plain_line(stdout, "stale  %s: the record of no snippet", *orphan);
    stale += plan->whole ? plan->orphans.n : 0;
    verdict_release(&verdict);
    return steps_end(stale ? ERR_FALSE : ERR_NONE, err);
}

static bool run_status(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    bool ok = steps_lock(false, err) && steps_load(&plan, invocation, err) &&
              print_all(&plan, invocation->trust, err);
    plan_release(&plan);
    return ok;
}

static const struct option_spec *const options[] = { &option_trust, NULL };

const struct command cmd_status = {
    .name = "status",
    .arguments = "[NAME…]",
    .most = -1,
    .summary = "fresh or stale, and why; nothing is run",
    .options = options,
    .help =
        "Compares sources, manifests and flags with what the records were made from, and the "
        "posts'\n"
        "blocks with the records. Nothing is compiled or run, so it says what has changed, not\n"
        "whether the outcome would; and of what is fresh, why the next check runs it all the\n"
        "same: a header of the system, the compiler or the kernel changed, or it was never run\n"
        "here. Exit status 1 where anything is stale.\n"
        "\n"
        "  snip status\n"
        "  snip status socket\n",
    .run = run_status,
};
