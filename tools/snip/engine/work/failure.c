#include "engine/work/failure.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "box/machine.h"
#include "doc/settings/signals.h"
#include "engine/plan/command.h"

/* "shown at _posts/a.md:12, _posts/b.md:7". Owned by the caller; NULL where no post shows it. */
static char *shown_at(const struct snippet *snippet)
{
    struct buf text = BUF_INIT;
    vec_each (shown, &snippet->shown)
        buf_printf(&text, "%s%s:%d", text.len ? ", " : "shown at ", shown->post, shown->line);
    return text.len ? buf_steal(&text) : NULL;
}

/* Names the posts under a fault, after HINT (may be NULL). */
static void hint_posts(const struct snippet *snippet, struct err *err, const char *hint)
{
    AUTO_FREE char *where = shown_at(snippet);
    if (hint || where)
        err_hint(err, "%s%s%s", hint ? hint : "", hint && where ? "; " : "", where ? where : "");
}

/* Turns one message of the compiler into a fault at the file and line it speaks of. */
static void fault_diagnostic(struct errs *faults, const struct snippet *snippet,
                             const struct diagnostic *d)
{
    AUTO_FREE char *file = d->file[0] == '/' ? mem_strdup(d->file)
                                             : path_normal(snippet->folder, d->file);
    err_detail(errs_add(faults, ERR_FALSE, file, d->line, "%s: %s", d->error ? "error" : "warning",
                        d->text),
               mem_strdup(d->excerpt));
}

/* Adds the messages of C that are worse than declared. Returns whether all it said is told so. */
static bool fault_messages(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *c)
{
    struct diagnostics list = { 0 };
    enum compile_expect expected = snippet->manifest.compile;
    diagnostics_parse(&list, buf_str(&c->output));
    bool told = c->result > expected && list.n > 0;
    if (told)
        vec_each (d, &list)
            if (d->error || c->result == COMPILE_WARN)
                fault_diagnostic(faults, snippet, d);
    diagnostics_release(&list);
    return told;
}

/* How to mend what became of compiling. Owned by the caller; NULL where the words say it. */
static char *compile_hint(const struct snippet *snippet, enum compile_expect result,
                          const char *words)
{
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    if (result == COMPILE_WARN && snippet->manifest.compile == COMPILE_OK)
        return mem_printf("mend it, or where that is the point: compile: warn in %s", manifest);
    bool lacks = strstr(words, "undefined reference to `") && !strstr(words, " to `main'");
    if (result == COMPILE_FAIL && lacks)
        return mem_strdup(
            "a program is one C file, what it #includes, and the libraries that snip.yml "
            "names: libs: [-lm]");
    return NULL;
}

void failure_compile(struct errs *faults, const struct snippet *snippet,
                     const struct compilation *list, size_t count, enum compile_expect result)
{
    static const char *const was[] = { "compiles without a word", "compiles with warnings",
                                       "does not compile" };
    const struct manifest *manifest = &snippet->manifest;
    struct buf rest = BUF_INIT;
    for (size_t i = 0; i < count; i++)
        if (!fault_messages(faults, snippet, &list[i]))
            buf_adds(&rest, buf_str(&list[i].output));
    struct err *e;
    if (manifest->compile == COMPILE_OK)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0, "%s", was[result]);
    else
        e = errs_add(faults, ERR_FALSE, manifest->path, manifest->compile_line,
                     "%s, and is declared `compile: %s`", was[result],
                     compile_expect_name(manifest->compile));
    AUTO_FREE char *hint = compile_hint(snippet, result, buf_str(&rest));
    err_detail(e, buf_steal(&rest));
    hint_posts(snippet, e, hint);
}

/* "ended with status 3", "was killed by SIGSEGV". Owned by the caller. */
static char *end_text(const struct run_process *p)
{
    return p->signal ? mem_printf("was killed by SIG%s", signal_name(p->signal))
                     : mem_printf("ended with status %d", p->status);
}

enum { FLOOD_LINES = 10, FLOOD_BYTES = 2 << 10 };

/* Appends what a flood began and ended with. */
static void show_ends(struct buf *text, const struct buf *output)
{
    size_t head = 0, tail = output->len, lines = 0;
    for (; head < output->len && head < FLOOD_BYTES && lines < FLOOD_LINES; head++)
        lines += output->s[head] == '\n';
    for (lines = 0; tail > head && output->len - tail < FLOOD_BYTES; tail--)
        if (output->s[tail - 1] == '\n' && tail < output->len && ++lines == FLOOD_LINES)
            break;
    text_show(text, buf_str(output), head);
    if (tail > head)
        buf_printf(text, "%s… %zu bytes …\n", text->s[text->len - 1] == '\n' ? "" : "\n",
                   tail - head);
    text_show(text, buf_str(output) + tail, output->len - tail);
}

/* Appends LINES, each indented by two blanks. */
static void add_indented(struct buf *text, const struct buf *lines)
{
    struct slice rest = buf_slice(lines), line;
    while (text_line(&rest, &line)) {
        buf_adds(text, "  ");
        text_show(text, line.s, line.len);
        buf_addc(text, '\n');
    }
}

/* Ends the last line of TEXT. */
static void end_line(struct buf *text)
{
    if (text->len && text->s[text->len - 1] != '\n')
        buf_addc(text, '\n');
}

/* The command of process I and all that it printed, of a flood only the ends; how it was. */
static void add_transcript(struct buf *text, const struct snippet *snippet,
                           const struct run_result *result, size_t i)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[i];
    const struct run_process *p = &result->processes.v[i];
    bool culprit = result->has_culprit && result->culprit == i, several = result->processes.n > 1;
    AUTO_FREE char *command = command_show(spec);
    end_line(text);
    buf_printf(text, "%s$ %s\n", several ? spec->name : "", command);
    if (culprit && result->end == END_FLOOD)
        show_ends(text, &p->output);
    else
        text_show(text, buf_str(&p->output), p->output.len);
    if (p->output.len == 0)
        buf_adds(text,
                 p->state == RUN_WAITING ? "(it was not started)\n" : "(it printed nothing)\n");
    if (p->state == RUN_RUNNING && (several || p->doing.len)) {
        end_line(text);
        buf_adds(text, p->told ? "(still running after its `stop`)\n" : "(still running)\n");
        add_indented(text, &p->doing);
    } else if (p->state == RUN_ENDED && !culprit && (p->signal || p->status)) {
        AUTO_FREE char *end = end_text(p);
        end_line(text);
        buf_printf(text, "(it %s)\n", end);
    }
}

/* All transcripts, the culprit's first. Owned by the caller. */
static char *transcripts(const struct snippet *snippet, const struct run_result *result)
{
    struct buf text = BUF_INIT;
    if (result->has_culprit)
        add_transcript(&text, snippet, result, result->culprit);
    for (size_t i = 0; i < result->processes.n; i++)
        if (!result->has_culprit || i != result->culprit)
            add_transcript(&text, snippet, result, i);
    return buf_steal(&text);
}

/* Tells whether P, which is to end by itself or was told to, still ran when the time was over. */
static bool is_late(const struct process_spec *spec, const struct run_process *p)
{
    return p->state == RUN_RUNNING && (!spec->stop || p->told);
}

/*
 * Names of those that still ran and are to end by themselves: "`server`, `client`". Owned by the
 * caller.
 */
static char *still_running(const struct snippet *snippet, const struct run_result *result,
                           size_t *count)
{
    struct buf text = BUF_INIT;
    *count = 0;
    for (size_t i = 0; i < result->processes.n; i++) {
        const struct process_spec *spec = &snippet->manifest.processes.v[i];
        if (!is_late(spec, &result->processes.v[i]))
            continue;
        buf_printf(&text, "%s`%s`", text.len ? ", " : "", spec->name);
        ++*count;
    }
    return buf_steal(&text);
}

/* "`server` was not ready". Owned by the caller. */
static char *not_ready_text(const struct snippet *snippet, const struct run_result *result,
                            double limit)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[result->culprit];
    size_t serving = result->processes.v[result->culprit].serving;
    if (spec->ready == 1)
        return mem_printf("`%s` was not ready at the time limit of %g s: it had no listening or "
                          "bound socket",
                          spec->name, limit);
    return mem_printf("`%s` was not ready at the time limit of %g s: it had %zu listening or bound "
                      "socket%s, not %d",
                      spec->name, limit, serving, serving == 1 ? "" : "s", spec->ready);
}

/* The one process that did nothing any more because a signal had stopped it; NULL for none. */
static const struct run_process *stopped_one(const struct run_result *result)
{
    const struct run_process *found = NULL;
    size_t running = 0;
    vec_each (p, &result->processes) {
        running += p->state == RUN_RUNNING;
        found = p->state == RUN_RUNNING && p->stopped ? p : found;
    }
    return running == 1 ? found : NULL;
}

/* Says that the time was over. Owned by the caller. */
static char *timeout_text(const struct snippet *snippet, const struct run_result *result)
{
    double limit = (double)snippet->manifest.limits.time_ms / 1000;
    const struct run_process *stopped = stopped_one(result);
    size_t count = 0;
    AUTO_FREE char *names = still_running(snippet, result, &count);
    if (result->has_culprit)
        return not_ready_text(snippet, result, limit);
    if (stopped && count == 1)
        return mem_printf("%s was stopped by SIG%s and did nothing until its time limit of %g s",
                          names, signal_name(stopped->stopped), limit);
    return mem_printf("%s %s still running at %s time limit of %g s", count ? names : "it",
                      count > 1 ? "were" : "was", result->processes.n > 1 ? "the" : "its", limit);
}

/*
 * The index of the process that a timeout is about: the one not ready, or the first that still ran.
 */
static size_t late_one(const struct snippet *snippet, const struct run_result *result)
{
    if (result->has_culprit)
        return result->culprit;
    for (size_t i = 0; i < result->processes.n; i++)
        if (is_late(&snippet->manifest.processes.v[i], &result->processes.v[i]))
            return i;
    return 0;
}

static bool waits_for(const struct process_spec *spec, size_t other)
{
    vec_each (index, &spec->after)
        if (*index == other)
            return true;
    return false;
}

/* The limits that a run may come to. */
static const struct {
    const char *took;       /* what the box as a whole had too much of */
    const char *key, *more; /* what a manifest would say */
} limits_of[] = {
    [END_TIMEOUT] = { NULL, "time", "30s" },
    [END_FLOOD] = { NULL, "output", "1M" },
    [END_MEMORY] = { "memory", "memory", "1G" },
    [END_PROCESSES] = { "processes and threads", "processes", "200" },
    [END_FILES] = { "open files", "files", "4096" },
    [END_PROCESSOR] = { "processor time", "processor", "30s" },
    [END_NEIGHBOURS] = { "neighbours (ARP, NDP)", NULL, NULL }, /* no manifest's */
};

/* How to have more of what END is about. Owned by the caller. */
static char *limit_hint(const struct snippet *snippet, enum end end)
{
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    return mem_printf("should it take that much: limits: { %s: %s } in %s", limits_of[end].key,
                      limits_of[end].more, manifest);
}

/* How to mend that process LATE did not end. Owned by the caller; NULL where the words say it. */
static char *late_hint(const struct snippet *snippet, const struct run_result *result, size_t late)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    if (result->has_culprit || stopped_one(result))
        return NULL;
    if (result->processes.v[late].told)
        return mem_printf("SIG%s did not end it: let it, or stop it with one that does: stop: KILL",
                          signal_name(specs->v[late].stop));
    for (size_t i = 0; i < specs->n; i++)
        if (!specs->v[late].ready && result->processes.v[i].state == RUN_WAITING &&
            waits_for(&specs->v[i], late))
            return mem_printf("`%s` waits for its end; should it wait only until it serves: ready: "
                              "listen",
                              specs->v[i].name);
    return limit_hint(snippet, END_TIMEOUT);
}

/* SIZE as a manifest has it: "128M". Owned by the caller. */
static char *size_text(size_t size)
{
    static const char units[] = "\0KMG";
    size_t unit = 0;
    for (; unit < 3 && size % 1024 == 0; unit++)
        size /= 1024;
    return mem_printf("%zu%.1s", size, units + unit);
}

/* What often makes the culprit end as it did; owned by the caller, NULL for nothing known. */
static char *end_hint(const struct snippet *snippet, const struct run_result *result)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    const struct run_process *p = &result->processes.v[result->culprit];
    if (result->end == END_NOT_READY && !p->signal && p->status == 0)
        return mem_strdup("a server must stay: what it leaves behind is killed when it ends");
    if (result->end == END_UNEXPECTED && p->signal == SIGXFSZ) {
        AUTO_FREE char *size = size_text(snippet->manifest.limits.file_size);
        AUTO_FREE char *manifest = snippet_manifest_path(snippet);
        return mem_printf(
            "a file may have %s; should it take more: limits: { file-size: 256M } in %s", size,
            manifest);
    }
    if (result->end != END_UNEXPECTED || p->signal || p->status == 0)
        return NULL;
    for (size_t i = 0; i < specs->n; i++)
        if (specs->v[i].ready && !result->processes.v[i].ready &&
            result->processes.v[i].state == RUN_RUNNING)
            return mem_printf("`%s` was not ready yet; should it wait for that: after: %s",
                              specs->v[i].name, specs->v[i].name);
    return NULL;
}

/* The limit that END is about, as the manifest has it. Owned by the caller. */
static char *limit_text(const struct limits *limits, enum end end)
{
    switch (end) {
    case END_MEMORY:
        return size_text(limits->memory);
    case END_PROCESSES:
        return mem_printf("%u", limits->processes);
    case END_FILES:
        return mem_printf("%u", limits->files);
    case END_NEIGHBOURS:
        return mem_printf("%d", BOX_MAX_NEIGHBOURS);
    default:
        return mem_printf("%g s", (double)limits->processor_ms / 1000);
    }
}

/* Says that the box as a whole was over a limit. The culprit had most. Owned by the caller. */
static char *excess_text(const struct snippet *snippet, const struct run_result *result)
{
    const char *name = snippet->manifest.processes.v[result->culprit].name;
    const char *how = result->end == END_MEMORY ? machine_memory_words(result->cgroup) : NULL;
    AUTO_FREE char *limit = limit_text(&snippet->manifest.limits, result->end);
    AUTO_FREE char *who = result->processes.n > 1
                              ? mem_printf("its processes, most of all `%s`,", name)
                              : mem_printf("`%s`", name);
    return mem_printf("%s took more %s than the limit of %s%s%s", who, limits_of[result->end].took,
                      limit, how ? ", kept " : "", how ? how : "");
}

/* Says how the culprit ended, and what was expected. Owned by the caller. */
static char *unexpected_text(const struct snippet *snippet, const struct run_result *result)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[result->culprit];
    AUTO_FREE char *was = end_text(&result->processes.v[result->culprit]);
    if (result->end == END_NOT_READY)
        return mem_printf("`%s` %s before it was ready", spec->name, was);
    if (spec->expect.signal)
        return mem_printf("`%s` %s; expected to be killed by SIG%s", spec->name, was,
                          signal_name(spec->expect.signal));
    return mem_printf("`%s` %s; expected status %d", spec->name, was, spec->expect.status);
}

/* Says how the run failed. Owned by the caller. */
static char *run_text(const struct snippet *snippet, const struct run_result *result)
{
    switch (result->end) {
    case END_TIMEOUT:
        return timeout_text(snippet, result);
    case END_FLOOD:
        return mem_printf("`%s` printed more than the output limit of %zu bytes",
                          snippet->manifest.processes.v[result->culprit].name,
                          snippet->manifest.limits.output);
    case END_UNEXPECTED:
    case END_NOT_READY:
        return unexpected_text(snippet, result);
    default:
        return excess_text(snippet, result);
    }
}

/* How to mend it, which process WHO is about. Owned by the caller; NULL for nothing known. */
static char *run_hint(const struct snippet *snippet, const struct run_result *result, size_t who)
{
    switch (result->end) {
    case END_TIMEOUT:
        return late_hint(snippet, result, who);
    case END_UNEXPECTED:
    case END_NOT_READY:
        return end_hint(snippet, result);
    case END_NEIGHBOURS:
        return mem_strdup("an address that nobody has is one too; the machine has a table for all "
                          "networks, which others need");
    default:
        return limit_hint(snippet, result->end);
    }
}

void failure_run(struct errs *faults, const struct snippet *snippet,
                 const struct run_result *result)
{
    size_t who = result->end == END_TIMEOUT ? late_one(snippet, result) : result->culprit;
    const struct process_spec *spec = &snippet->manifest.processes.v[who];
    bool expects = result->end == END_UNEXPECTED && spec->expect.line;
    int line = expects ? spec->expect.line : spec->line;
    AUTO_FREE char *text = run_text(snippet, result);
    AUTO_FREE char *hint = run_hint(snippet, result, who);
    struct err *e = errs_add(faults, ERR_FALSE, line ? snippet->manifest.path : snippet->path, line,
                             "%s", text);
    hint_posts(snippet, e, hint);
    err_detail(e, transcripts(snippet, result));
}

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

void failure_masks(struct errs *faults, const struct snippet *snippet, const bool *matched)
{
    const struct manifest *manifest = &snippet->manifest;
    for (size_t i = 0; i < manifest->masks.n; i++) {
        const struct mask_spec *mask = &manifest->masks.v[i];
        if (matched[i])
            continue;
        struct err *e = errs_add(faults, ERR_FALSE, manifest->path, mask->line,
                                 "the mask `%s` matched nothing that was printed", mask->name);
        err_hint(e, "take it out, or correct it");
    }
}

void failure_changed(struct errs *faults, const char *path)
{
    struct err *e = errs_add(faults, ERR_SYSTEM, path, 0,
                             "was changed while snip ran, so nothing of it is written");
    err_hint(e, "run snip again");
}
