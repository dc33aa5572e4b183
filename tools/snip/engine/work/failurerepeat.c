#include "engine/work/failurerepeat.h"

#include <string.h>

#include "base/diff.h"
#include "base/mem.h"
#include "base/text.h"

static bool same_end(const struct record_process *a, const struct record_process *b)
{
    return a->signal && b->signal ? strcmp(a->signal, b->signal) == 0
                                  : a->signal == b->signal && a->status == b->status;
}

static void sorted_lines(struct strings *lines, const char *text)
{
    struct slice rest = { text, strlen(text) }, line;
    while (text_line(&rest, &line))
        strings_add(lines, mem_strndup(line.s, line.len));
    strings_sort(lines);
}

/* Tells whether A and B have the same lines, in whatever order. */
static bool same_lines(const char *a, const char *b)
{
    AUTO(strings_release) struct strings x = { 0 }, y = { 0 };
    sorted_lines(&x, a);
    sorted_lines(&y, b);
    bool same = x.n == y.n;
    for (size_t i = 0; same && i < x.n; i++)
        same = strcmp(x.v[i], y.v[i]) == 0;
    return same;
}

/* The 1-based number of the first line in which A and B differ. */
static int first_difference(const char *a, const char *b)
{
    size_t at = 0;
    while (a[at] && a[at] == b[at])
        at++;
    return text_line_at(a, at);
}

static void fault_repeat(struct errs *faults, const struct snippet *snippet,
                         const struct record_process *a, const struct record_process *b,
                         const char *masks)
{
    struct buf diff = BUF_INIT;
    struct err *e;
    diff_unified(&diff, (struct slice){ a->output, strlen(a->output) },
                 (struct slice){ b->output, strlen(b->output) }, 1, 1);
    if (diff.len)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0,
                     "`%s` does not repeat: two runs differ at line %d of its output", a->name,
                     first_difference(a->output, b->output));
    else
        e = errs_add(faults, ERR_FALSE, snippet->path, 0,
                     "`%s` does not repeat: in one run it ended with status %d, in another its "
                     "`stop` came before that",
                     a->name, a->signal ? b->status : a->status);
    bool ends = diff.len == 0;
    err_detail(e, buf_steal(&diff));
    AUTO_FREE char *path = snippet_manifest_path(snippet);
    if (ends)
        err_hint(e, "leave `stop` out where it ends by itself; where it serves: ready: listen");
    else if (masks && snippet->manifest.masks.n)
        err_hint(e, "mask that too: add %s to `mask` in %s", masks, path);
    else if (masks)
        err_hint(e, "mask what varies: mask: [%s] in %s", masks, path);
    else if (same_lines(a->output, b->output))
        err_hint(e, "the lines are the same in another order: let one thing wait for the other");
    else
        err_hint(e,
                 "print nothing that varies (pids, inodes, times, addresses, ephemeral ports), or "
                 "mask it in %s",
                 path);
}

void failure_repeat(struct errs *faults, const struct snippet *snippet, const struct outcome *first,
                    const struct outcome *second)
{
    const struct outcome runs[] = { *first, *second };
    AUTO_FREE char *masks = mask_suggest(&snippet->manifest.masks, runs);
    for (size_t i = 0; i < first->processes->n; i++) {
        const struct record_process *a = &first->processes->v[i], *b = &second->processes->v[i];
        if (!same_end(a, b) || strcmp(a->output, b->output) != 0)
            fault_repeat(faults, snippet, a, b, masks);
    }
}

/* A fault at the key `trace` of SNIPPET's manifest, formatted as by printf(3). */
static struct err *fault_recording(struct errs *faults, const struct snippet *snippet,
                                   const char *what)
{
    return errs_add(faults, ERR_FALSE, snippet->manifest.path, snippet->manifest.trace.line, "%s",
                    what);
}

/* Appends how what the processes of B did differs from A. */
static void add_differences(struct buf *out, const struct record_processes *a,
                            const struct record_processes *b)
{
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        const struct record_process *x = &a->v[i], *y = &b->v[i];
        if (!same_end(x, y))
            buf_printf(out, "`%s` ends otherwise\n", x->name);
        if (strcmp(x->output, y->output) == 0)
            continue;
        buf_printf(out, "`%s` prints otherwise:\n", x->name);
        diff_unified(out, (struct slice){ x->output, strlen(x->output) },
                     (struct slice){ y->output, strlen(y->output) }, 1, 1);
    }
}

void failure_orders(struct errs *faults, const struct snippet *snippet,
                    const struct orderings *orderings)
{
    struct buf details = BUF_INIT;
    unsigned others = 0, all = 0;
    vec_each (one, orderings) {
        all += one->count;
        if (one == orderings->v)
            continue;
        others += one->count;
        buf_printf(&details, "in %u of them%s:\n", one->count,
                   one->end == END_FINISHED ? "" : " it does not come to its end");
        add_differences(&details, &orderings->v[0].processes, &one->processes);
    }
    if (others == 0)
        return;
    AUTO_FREE char *what = mem_printf("in %u of %u other orders of its steps, which a kernel may "
                                      "choose as well, it does otherwise",
                                      others, all);
    struct err *e = fault_recording(faults, snippet, what);
    err_detail(e, buf_steal(&details));
    err_hint(e, "`snip explore %s` shows what leads there; let one process wait for the other",
             snippet->name);
}

void failure_watched(struct errs *faults, const struct snippet *snippet,
                     const struct record_processes *plain, const struct record_processes *watched)
{
    for (size_t i = 0; i < plain->n && i < watched->n; i++) {
        const struct record_process *a = &plain->v[i], *b = &watched->v[i];
        struct buf diff = BUF_INIT;
        if (same_end(a, b) && strcmp(a->output, b->output) == 0)
            continue;
        AUTO_FREE char *what = mem_printf("`%s` %s otherwise when it is recorded", a->name,
                                          strcmp(a->output, b->output) == 0 ? "ends" : "prints");
        struct err *e = fault_recording(faults, snippet, what);
        diff_unified(&diff, (struct slice){ a->output, strlen(a->output) },
                     (struct slice){ b->output, strlen(b->output) }, 1, 1);
        err_detail(e, buf_steal(&diff));
        err_hint(e, "it may depend on who is faster, or on a clock; one that traces itself, as a "
                    "sanitizer does, cannot be recorded: leave `trace` out");
    }
}

void failure_recordings(struct errs *faults, const struct snippet *snippet,
                        const struct trace *first, const struct trace *second)
{
    AUTO(buf_release) struct buf a = BUF_INIT, b = BUF_INIT;
    struct buf diff = BUF_INIT;
    struct err *e = fault_recording(faults, snippet, "two recordings of its run differ");
    record_trace_print(&a, first);
    record_trace_print(&b, second);
    diff_unified(&diff, (struct slice){ buf_str(&a), a.len }, (struct slice){ buf_str(&b), b.len },
                 1, 1);
    err_detail(e, buf_steal(&diff));
    err_hint(e, "what varies may be masked: `mask` acts on calls and data too");
}

void failure_recording(struct errs *faults, const struct snippet *snippet, enum recording recording,
                       size_t process)
{
    static const char *const words[] = {
        [RECORDING_DISTURBED] = "its run could not be recorded: this machine is too busy",
        [RECORDING_SPINS] = "runs on without a system call, so its run cannot be recorded",
        [RECORDING_TRACED] = "it is traced already, so its run cannot be recorded",
        [RECORDING_FAILED] = "its run could not be recorded",
    };
    AUTO_FREE char *what =
        mem_printf("`%s` %s", snippet->manifest.processes.v[process].name, words[recording]);
    bool spins = recording == RECORDING_SPINS;
    struct err *e = fault_recording(faults, snippet, spins ? what : words[recording]);
    if (spins)
        err_hint(e, "let it wait in a call for what it needs, or leave `trace` out");
    else
        err_hint(e, "run snip again");
}
