#include "engine/work/failurerepeat.h"

#include <string.h>

#include "base/diff.h"
#include "base/mem.h"
#include "base/text.h"
#include "box/world/elsewhere.h"

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

/* The aspects in which a world can be another: what a line follows, and the mend. */
static const struct {
    enum elsewhere_aspect aspect;
    const char *what;
    const char *hint; /* before the manifest's path where it ends in a blank */
} aspects[] = {
    { ELSEWHERE_DATE, "the date", "print no date, or mask it in " },
    { ELSEWHERE_PIDS, "the process ids", "print who it is and not its number, or mask: [pid] in " },
    { ELSEWHERE_INODES, "the numbers of inodes",
      "print what they mean, as \"same inode: yes\", or mask them in " },
    { ELSEWHERE_ADDRESSES, "where things lie in memory",
      "print what is there and not where, or mask: [address] in " },
    { ELSEWHERE_CONTENT, "memory that was never written, or was freed",
      "set what is read before; `flags: [-fsanitize=address,undefined]` and valgrind(1) name the "
      "place" },
    { ELSEWHERE_UPTIME, "how long the machine runs", "print no such time, or mask it in " },
    { ELSEWHERE_KERNEL, "the kernel's release",
      "print nothing of it; where it is the point: depends: [kernel] in " },
    { ELSEWHERE_PROCESSORS, "the processors of the machine",
      "print nothing of them, or mask it in " },
    { ELSEWHERE_MACHINE, "the memory and the load of the machine",
      "print nothing of them, or mask it in " },
    { ELSEWHERE_ORDER, "the order in which processes run",
      "a kernel may choose either: let one wait for the other" },
};

enum { ASPECTS = COUNT(aspects), NUMBERS_SHOWN = 3, CHANCE = 3 };

/* The line NUMBER, from 1, of TEXT; false where it has none. */
static bool line_of(const char *text, size_t number, struct slice *line)
{
    struct slice rest = { text, strlen(text) };
    while (text_line(&rest, line))
        if (--number == 0)
            return true;
    return false;
}

static bool same_line(const char *a, const char *b, size_t number)
{
    struct slice x = { "", 0 }, y = { "", 0 };
    bool has_x = line_of(a, number, &x), has_y = line_of(b, number, &y);
    return has_x == has_y && x.len == y.len && memcmp(x.s, y.s, x.len) == 0;
}

static const struct apart *find_apart(const struct aparts *aparts, unsigned aspect)
{
    vec_each (apart, aparts)
        if (apart->aspect == aspect)
            return apart;
    return NULL;
}

/* Tells whether line NUMBER of what process I printed was another in the world of ASPECT alone. */
static bool is_other(const struct aparts *aparts, unsigned aspect, const char *output, size_t i,
                     size_t number)
{
    const struct apart *apart = find_apart(aparts, aspect);
    return apart && apart->finished && !same_line(output, apart->processes.v[i].output, number);
}

/* Tells whether line NUMBER of OUTPUT is another one each second. */
static bool is_clock(const char *output, size_t number)
{
    struct slice line;
    return line_of(output, number, &line) && mask_sees_clock(line);
}

/*
 * The aspect that line NUMBER follows; ASPECTS: none alone, or chance, which makes a difference in
 * the usual world too, or in one world after another.
 */
static size_t followed(const struct aparts *aparts, const char *output, size_t i, size_t number)
{
    size_t first = ASPECTS, count = 0;
    for (size_t k = 0; k < ASPECTS; k++) {
        bool other = is_other(aparts, aspects[k].aspect, output, i, number);
        first = other && count == 0 ? k : first;
        count += other;
    }
    bool chance = count >= CHANCE || is_other(aparts, 0, output, i, number);
    bool dated = first < ASPECTS && aspects[first].aspect == ELSEWHERE_DATE;
    return !chance || (dated && is_clock(output, number)) ? first : ASPECTS;
}

/* Which lines of an output follow an aspect. */
struct follows {
    struct buf lines; /* "1, 2, 3 and more" */
    size_t count;
};

static void note(struct follows *follows, size_t number)
{
    if (follows->count < NUMBERS_SHOWN)
        buf_printf(&follows->lines, "%s%zu", follows->count ? ", " : "", number);
    else if (follows->count == NUMBERS_SHOWN)
        buf_adds(&follows->lines, " and more");
    follows->count++;
}

/*
 * Says what the lines follow in which A, of process I, differs from B: "line 1 of its output
 * follows the date". Owned by the caller; NULL: nothing is known of it. *FIRST is the aspect of the
 * first such line.
 */
static char *follow_text(const struct aparts *aparts, const char *a, const char *b, size_t i,
                         size_t *first)
{
    struct follows all[ASPECTS] = { 0 };
    struct buf text = BUF_INIT;
    struct slice rest = { a, strlen(a) }, line;
    *first = ASPECTS;
    if (same_lines(a, b))
        return mem_printf("its lines follow the order in which processes run");
    for (size_t number = 1; text_line(&rest, &line) || number == 1; number++) {
        size_t aspect = same_line(a, b, number) ? ASPECTS : followed(aparts, a, i, number);
        if (aspect == ASPECTS)
            continue;
        *first = *first == ASPECTS ? aspect : *first;
        note(&all[aspect], number);
    }
    for (size_t k = 0; k < ASPECTS; k++) {
        if (all[k].count)
            buf_printf(&text, "%sline%s %s%s %s %s", text.len ? "; " : "",
                       all[k].count > 1 ? "s" : "", buf_str(&all[k].lines),
                       text.len ? "" : " of its output", all[k].count > 1 ? "follow" : "follows",
                       aspects[k].what);
        buf_release(&all[k].lines);
    }
    return text.len ? buf_steal(&text) : NULL;
}

static bool comes_after(const struct process_specs *specs, size_t one, size_t other)
{
    vec_each (await, &specs->v[one].after)
        if (await->process == other || comes_after(specs, await->process, other))
            return true;
    return false;
}

/* Tells whether nothing says which of two processes comes first that end by themselves. */
static bool are_neighbours(const struct process_specs *specs, size_t one, size_t other)
{
    const struct process_spec *a = &specs->v[one], *b = &specs->v[other];
    return !a->stop && !a->ready.kind && !b->stop && !b->ready.kind &&
           !comes_after(specs, one, other) && !comes_after(specs, other, one);
}

/* Names two processes that run at the same time. Owned by the caller; NULL where there are none. */
static char *neighbours_text(const struct process_specs *specs)
{
    for (size_t one = 0; one < specs->n; one++)
        for (size_t other = one + 1; other < specs->n; other++)
            if (are_neighbours(specs, one, other))
                return mem_printf("`%s` and `%s` run at the same time: let one wait for the other: "
                                  "%s: { after: %s }",
                                  specs->v[one].name, specs->v[other].name, specs->v[other].name,
                                  specs->v[one].name);
    return NULL;
}

#define OWN_MASK "mask it by one of your own: { name: NAME, match: 'PATTERN' }"

/*
 * How to mend that A and B differ, which follow ASPECT. MASKS would help, but for LEFT lines; NULL:
 * none would.
 */
static void hint_repeat(struct err *e, const struct snippet *snippet,
                        const struct record_process *a, const struct record_process *b,
                        const char *masks, size_t left, size_t aspect)
{
    AUTO_FREE char *path = snippet_manifest_path(snippet);
    AUTO(buf_release) struct buf others = BUF_INIT;
    AUTO_FREE char *neighbours = neighbours_text(&snippet->manifest.processes);
    bool dated = aspect < ASPECTS && aspects[aspect].aspect == ELSEWHERE_DATE;
    if (left)
        buf_printf(&others, "; %zu line%s would still vary: %s", left, left == 1 ? "" : "s",
                   neighbours ? neighbours : "print nothing that varies there, or " OWN_MASK);
    if (strcmp(a->output, b->output) == 0)
        err_hint(e, "leave `stop` out where it ends by itself; where it serves: ready: listen");
    else if (masks && snippet->manifest.masks.n)
        err_hint(e, "mask that too: add %s to `mask` in %s%s", masks, path, buf_str(&others));
    else if (masks)
        err_hint(e, "mask what varies: mask: [%s] in %s%s", masks, path, buf_str(&others));
    else if (same_lines(a->output, b->output))
        err_hint(e,
                 "the lines are the same in another order: %s; where the kernel promises none: "
                 "unordered: true",
                 neighbours ? neighbours : "let one thing wait for the other");
    else if (neighbours && !dated)
        err_hint(e, "%s", neighbours);
    else if (aspect < ASPECTS)
        err_hint(e, "%s%s", aspects[aspect].hint, text_ends(aspects[aspect].hint, " ") ? path : "");
    else
        err_hint(e,
                 "print nothing that varies (pids, inodes, times, addresses, ephemeral ports), "
                 "or " OWN_MASK " in %s",
                 path);
}

static void fault_repeat(struct errs *faults, const struct snippet *snippet,
                         const struct record_process *a, const struct record_process *b,
                         const char *masks, size_t left, const char *follows, size_t aspect)
{
    struct buf diff = BUF_INIT;
    struct err *e;
    diff_unified(&diff, (struct slice){ a->output, strlen(a->output) },
                 (struct slice){ b->output, strlen(b->output) }, 1, 1);
    if (diff.len && follows)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0, "`%s` does not repeat: %s", a->name,
                     follows);
    else if (diff.len)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0,
                     "`%s` does not repeat: two runs differ at line %d of its output", a->name,
                     first_difference(a->output, b->output));
    else
        e = errs_add(faults, ERR_FALSE, snippet->path, 0,
                     "`%s` does not repeat: in one run it ended with status %d, in another its "
                     "`stop` came before that",
                     a->name, a->signal ? b->status : a->status);
    err_detail(e, buf_steal(&diff));
    hint_repeat(e, snippet, a, b, masks, left, aspect);
}

/* Adds to ERR, that a run elsewhere failed, which aspect that follows. */
static void hint_failed(struct err *err, const struct aparts *aparts)
{
    const struct apart *usual = find_apart(aparts, 0);
    const char *what = NULL;
    for (size_t k = 0; k < ASPECTS && !what && usual && usual->finished; k++) {
        const struct apart *apart = find_apart(aparts, aspects[k].aspect);
        what = apart && !apart->finished ? aspects[k].what : NULL;
    }
    AUTO_FREE char *hint = steal(&err->hint);
    err_hint(err, "in another run it went well%s%s%s%s", what ? ": this follows " : "",
             what ? what : "", hint ? "; " : "", hint ? hint : "");
}

void failure_repeat(struct errs *faults, const struct snippet *snippet, const struct outcome *first,
                    const struct outcome *second, const struct aparts *aparts)
{
    const struct outcome runs[] = { *first, *second };
    if (second->processes->n == 0) {
        if (faults->n)
            hint_failed(&faults->v[faults->n - 1], aparts);
        return;
    }
    size_t left = 0;
    AUTO_FREE char *masks = mask_suggest(&snippet->manifest.masks, runs, &left);
    for (size_t i = 0; i < first->processes->n; i++) {
        const struct record_process *a = &first->processes->v[i], *b = &second->processes->v[i];
        size_t aspect;
        if (same_end(a, b) && strcmp(a->output, b->output) == 0)
            continue;
        AUTO_FREE char *follows = follow_text(aparts, a->output, b->output, i, &aspect);
        fault_repeat(faults, snippet, a, b, masks, left, follows, aspect);
    }
}

void aparts_release(struct aparts *aparts)
{
    vec_each (apart, aparts)
        record_processes_release(&apart->processes);
    vec_release(aparts);
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
