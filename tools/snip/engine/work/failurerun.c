#include "engine/work/failurerun.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/machine.h"
#include "doc/settings/signals.h"
#include "engine/plan/command.h"
#include "engine/work/failure.h"
#include "engine/work/refused.h"

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

/* Appends that P still runs, and what it does. */
static void add_running(struct buf *text, const struct run_process *p)
{
    AUTO_FREE char *end = end_text(p);
    bool told = p->left ? p->told_left : p->told;
    end_line(text);
    if (p->left)
        buf_printf(text, "(it %s; what it has started is still running", end);
    else
        buf_adds(text, "(still running");
    buf_printf(text, "%s)\n", told ? " after its `stop`" : "");
    add_indented(text, &p->doing);
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
        add_running(text, p);
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

/* What `ready` of SPEC asks for, and was not: "it had no bound socket". Owned by the caller. */
static char *lacking_text(const struct process_spec *spec, size_t serving)
{
    const struct ready *ready = &spec->ready;
    AUTO_FREE char *text = ready->text ? field_quote(ready->text) : NULL;
    const char *kind = ready->kind == READY_BIND ? "bound" : "listening or bound";
    if (ready->kind == READY_FILE)
        return mem_printf("there was nothing at %s", text);
    if (ready->kind == READY_PRINTS)
        return mem_printf("it had not printed %s", text);
    if (ready->sockets == 1)
        return mem_printf("it had no %s socket", kind);
    return mem_printf("it had %zu %s socket%s, not %zu", serving, kind, serving == 1 ? "" : "s",
                      ready->sockets);
}

/* "`server` was not ready". Owned by the caller. */
static char *not_ready_text(const struct snippet *snippet, const struct run_result *result,
                            double limit)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[result->culprit];
    AUTO_FREE char *lacking = lacking_text(spec, result->processes.v[result->culprit].serving);
    return mem_printf("`%s` was not ready at the time limit of %g s: %s", spec->name, limit,
                      lacking);
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

/* Says that the stops were not sent. Owned by the caller. */
static char *restless_text(const struct snippet *snippet, const struct run_result *result,
                           double limit)
{
    AUTO_FREE char *who =
        result->has_culprit
            ? mem_printf("`%s`", snippet->manifest.processes.v[result->culprit].name)
            : mem_strdup("what runs");
    return mem_printf("%s did not come to rest before the time limit of %g s, so no `stop` "
                      "was sent",
                      who, limit);
}

/* Says that the time was over. Owned by the caller. */
static char *timeout_text(const struct snippet *snippet, const struct run_result *result)
{
    double limit = (double)snippet->manifest.limits.time_ms / 1000;
    const struct run_process *stopped = stopped_one(result);
    size_t count = 0;
    AUTO_FREE char *names = still_running(snippet, result, &count);
    if (result->restless)
        return restless_text(snippet, result, limit);
    if (result->has_culprit)
        return not_ready_text(snippet, result, limit);
    if (count == 1 && result->processes.v[late_one(snippet, result)].left)
        return mem_printf("%s has ended, and what it has started was still running at %s time "
                          "limit of %g s",
                          names, result->processes.n > 1 ? "the" : "its", limit);
    if (stopped && count == 1)
        return mem_printf("%s was stopped by SIG%s and did nothing until its time limit of %g s",
                          names, signal_name(stopped->stopped), limit);
    return mem_printf("%s %s still running at %s time limit of %g s", count ? names : "it",
                      count > 1 ? "were" : "was", result->processes.n > 1 ? "the" : "its", limit);
}

static bool waits_for(const struct process_spec *spec, size_t other)
{
    vec_each (await, &spec->after)
        if (await->process == other)
            return true;
    return false;
}

/*
 * How WAITING, which waits for the end of the process of LATE, can go on without it. Owned by the
 * caller.
 */
static char *waiting_hint(const struct process_spec *waiting, const struct process_spec *late,
                          const struct run_process *p)
{
    if (p->serving)
        return mem_printf("`%s` waits for its end; should it wait only until it serves: ready: "
                          "listen, stop: TERM",
                          waiting->name);
    if (strstr(buf_str(&p->doing), "waits in open(2)"))
        return mem_printf("who opens a FIFO waits for its other end, and `%s` waits for the end of "
                          "`%s`: leave its `after` out, or, until the FIFO is there, ready: "
                          "{ file: PATH }",
                          waiting->name, late->name);
    return mem_printf("`%s` waits for its end; should it start before: leave its `after` out, or "
                      "say what makes `%s` ready: { file: PATH }, { prints: TEXT }",
                      waiting->name, late->name);
}

/* The process that waits for the end of LATE; NULL where none does. */
static const struct process_spec *waiting_for(const struct snippet *snippet,
                                              const struct run_result *result, size_t late)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    for (size_t i = 0; i < specs->n && !specs->v[late].ready.kind; i++)
        if (result->processes.v[i].state == RUN_WAITING && waits_for(&specs->v[i], late))
            return &specs->v[i];
    return NULL;
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

/* How to mend that there was no rest. Owned by the caller. */
static char *restless_hint(enum unrest unrest)
{
    static const char *const why[] = {
        [UNREST_NONE] = "it wakes up again and again: let it wait for what it needs",
        [UNREST_RUNS] = "let it wait for what it needs in a call, as poll(2) is",
        [UNREST_SLEEPS] = "it sleeps and goes on: let it wait for what it needs, as in poll(2), or "
                          "end by itself",
        [UNREST_PACKETS] = "packets were under way, or a segment of TCP was acknowledged by nobody",
    };
    return mem_printf("a `stop` is sent when all are at rest; %s", why[unrest]);
}

/* How to mend that what LATE has started did not end. Owned by the caller. */
static char *left_hint(const struct snippet *snippet, const struct run_result *result, size_t late)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[late];
    const struct process_spec *waits = waiting_for(snippet, result, late);
    if (spec->stop)
        return mem_printf("SIG%s did not end it: let it, or stop it with one that does: stop: KILL",
                          signal_name(spec->stop));
    if (waits)
        return mem_printf("`%s` waits for its end; of a daemon that stays say what makes it ready, "
                          "and how it is stopped: ready: %s, stop: TERM",
                          waits->name,
                          result->processes.v[late].serving ? "listen" : "{ file: PATH }");
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    return mem_printf("let it end; or of a daemon that stays, say how it is stopped: run: { %s: { "
                      "stop: TERM } } in %s",
                      spec->name, manifest);
}

/* Tells whether all have ended but servers, and some of these because nobody told them to. */
static bool only_servers_run(const struct process_specs *specs, const struct run_result *result)
{
    bool untold = false;
    for (size_t i = 0; i < specs->n; i++) {
        const struct run_process *p = &result->processes.v[i];
        if (p->state == RUN_WAITING ||
            (p->state == RUN_RUNNING && (p->told || !specs->v[i].ready.kind)))
            return false;
        untold = untold || is_late(&specs->v[i], p);
    }
    return untold;
}

/* How to mend that the process of SPEC was not given ITEM. Owned by the caller. */
static char *not_given_hint(const struct process_spec *spec, const struct input *item)
{
    if (item->kind == INPUT_PRINTS)
        return mem_printf(
            "the `stdin` of `%s` waits for what it has not printed: correct `prints`, or "
            "leave it out",
            spec->name);
    if (item->kind == INPUT_AFTER)
        return mem_printf("the `stdin` of `%s` waits for another process: see that it comes so far",
                          spec->name);
    return mem_printf(
        "each item of the `stdin` of `%s` is given when those before are read and all "
        "are at rest; for a program that never rests, { prints: TEXT } before it",
        spec->name);
}

/*
 * How to mend that servers did not end, and what would fail next: that what they all printed
 * varies. Owned by the caller.
 */
static char *server_hint(const struct snippet *snippet, const struct run_result *result,
                         const struct mask_facts *facts)
{
    size_t n = result->processes.n;
    struct buf *texts = mem_alloc((n + 1) * sizeof(*texts));
    for (size_t i = 0; i < n; i++)
        text_show(&texts[i], buf_str(&result->processes.v[i].output),
                  result->processes.v[i].output.len);
    AUTO_FREE char *masks = mask_look(&snippet->manifest.masks, facts, texts, n);
    for (size_t i = 0; i < n; i++)
        buf_release(&texts[i]);
    free(texts);
    return mem_printf("should it serve until the others have ended: stop: TERM%s%s%s",
                      masks ? "; what varies from run to run: mask: [" : "", masks ? masks : "",
                      masks ? "]" : "");
}

/* How to mend that process LATE did not end. Owned by the caller; NULL where the words say it. */
static char *late_hint(const struct snippet *snippet, const struct run_result *result,
                       const struct mask_facts *facts, size_t late)
{
    const struct run_process *p = &result->processes.v[late];
    const struct process_spec *waits = waiting_for(snippet, result, late);
    if (result->restless)
        return restless_hint(result->unrest);
    if (result->has_culprit || stopped_one(result))
        return NULL;
    if (p->left || p->told)
        return left_hint(snippet, result, late);
    const struct input *item = giving_rest(&p->giving, &snippet->manifest.processes.v[late]);
    if (item)
        return not_given_hint(&snippet->manifest.processes.v[late], item);
    if (waits)
        return waiting_hint(waits, &snippet->manifest.processes.v[late], p);
    if (only_servers_run(&snippet->manifest.processes, result))
        return server_hint(snippet, result, facts);
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

/* What to do where the process of SPEC ended well, and never was ready. Owned by the caller. */
static char *lacking_hint(const struct process_spec *spec)
{
    AUTO_FREE char *lacking = lacking_text(spec, 0);
    if (spec->ready.sockets)
        return mem_strdup(
            "a server must stay, it or what it has started; one that nobody waits for "
            "needs no `ready`");
    return mem_printf("%s; one that nobody waits for needs no `ready`", lacking);
}

/*
 * The process still running whose source is also CULPRIT's, which came after it or found that it
 * has the address; NULL for none.
 */
static const struct process_spec *twin_of(const struct process_specs *specs,
                                          const struct run_result *result, size_t culprit)
{
    const struct process_spec *spec = &specs->v[culprit];
    const char *said = buf_str(&result->processes.v[culprit].output);
    bool taken = strstr(said, strerror(EADDRINUSE)) != NULL;
    for (size_t i = 0; spec->source && i < specs->n; i++)
        if ((taken || waits_for(spec, i)) && result->processes.v[i].state == RUN_RUNNING &&
            specs->v[i].source && strcmp(specs->v[i].source, spec->source) == 0)
            return &specs->v[i];
    return NULL;
}

/* How CULPRIT comes after the end of TWIN, which still ran. Owned by the caller. */
static char *twin_hint(const struct process_specs *specs, size_t culprit,
                       const struct process_spec *twin)
{
    const struct awaits *after = &specs->v[culprit].after;
    const struct process_spec *before = after->n ? &specs->v[after->v[0].process] : twin;
    if (before == twin || !twin->ready.kind)
        return mem_printf("`%s` still ran; should it come after its end: after: { end: %s }",
                          twin->name, twin->name);
    return mem_printf("`%s` still ran; should it come after its end: after: { end: %s }, and for "
                      "`%s` stop: { signal: TERM, after: %s }",
                      twin->name, twin->name, twin->name, before->name);
}

/* That it may end as it did after its `stop`. Owned by the caller. */
static char *after_stop_hint(const struct snippet *snippet, const struct run_result *result)
{
    const struct process_spec *spec = &snippet->manifest.processes.v[result->culprit];
    const struct run_process *p = &result->processes.v[result->culprit];
    const char *name = signal_name(spec->stop);
    AUTO_FREE char *expect = p->signal ? mem_printf("{ signal: %s }", signal_name(p->signal))
                                       : mem_printf("%d", p->status);
    AUTO_FREE char *own = result->processes.n > 1 ? mem_printf("{ %s: %s }", spec->name, expect)
                                                  : mem_strdup(expect);
    if (p->signal == spec->stop)
        return mem_strdup(
            "to be killed by its `stop` is expected of it where there is no `expect`");
    if (!p->signal && p->status == 128 + spec->stop)
        return mem_printf("that is how shells and handlers tell of SIG%s; say so: expect: %s", name,
                          own);
    return mem_printf("should SIG%s end it so: expect: %s", name, own);
}

/* Tells whether P has printed that its standard input is no terminal (ENOTTY, or by isatty(3)). */
static bool wants_terminal(const struct run_process *p)
{
    static const char *const words[] = { "Inappropriate ioctl for device", "not a tty",
                                         "not a terminal" };
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasestr(buf_str(&p->output), words[i]))
            return true;
    return false;
}

/* What often makes the culprit end as it did; owned by the caller, NULL for nothing known. */
static char *end_hint(const struct snippet *snippet, const struct run_result *result)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    const struct run_process *p = &result->processes.v[result->culprit];
    if (result->end == END_NOT_READY && !p->signal && p->status == 0)
        return lacking_hint(&specs->v[result->culprit]);
    if (result->end == END_UNEXPECTED && p->told)
        return after_stop_hint(snippet, result);
    if (result->end == END_UNEXPECTED && p->signal == SIGXFSZ) {
        AUTO_FREE char *size = size_text(snippet->manifest.limits.file_size);
        AUTO_FREE char *manifest = snippet_manifest_path(snippet);
        return mem_printf(
            "a file may have %s; should it take more: limits: { file-size: 256M } in %s", size,
            manifest);
    }
    if (result->end == END_NOT_GIVEN)
        return mem_strdup("let it read on, or take out what it is not to read");
    if ((result->end != END_UNEXPECTED && result->end != END_NOT_READY) || p->signal ||
        p->status == 0)
        return NULL;
    char *refused = refused_hint(snippet, result->culprit, &p->output, p->status);
    if (refused)
        return refused;
    if (wants_terminal(p) && !specs->v[result->culprit].terminal)
        return mem_strdup("should a person sit there, as isatty(3) asks: terminal: true");
    if (strstr(buf_str(&p->output), strerror(ENODEV)) ||
        strstr(buf_str(&p->output), strerror(ENETUNREACH)))
        return mem_strdup(
            snippet->manifest.lab.hosts.n
                ? "where no network of a host leads, as to a multicast group, its "
                  "default route does: via: ADDRESS; or the program names its interface"
                : "a snippet has only the loopback interface; networks are in a `lab`");
    const struct process_spec *twin = twin_of(specs, result, result->culprit);
    if (twin)
        return twin_hint(specs, result->culprit, twin);
    if (result->end == END_NOT_READY)
        return NULL;
    for (size_t i = 0; i < specs->n; i++)
        if (specs->v[i].ready.kind && !result->processes.v[i].ready &&
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
    const struct run_process *p = &result->processes.v[result->culprit];
    AUTO_FREE char *end = end_text(p);
    AUTO_FREE char *was = mem_printf("%s%s", end, p->told ? ", after its `stop`" : "");
    if (result->end == END_NOT_READY)
        return mem_printf("`%s` %s before it was ready", spec->name, was);
    if (result->end == END_NOT_GIVEN)
        return mem_printf("`%s` ended before it was given all of its `stdin`", spec->name);
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
    case END_NOT_GIVEN:
        return unexpected_text(snippet, result);
    default:
        return excess_text(snippet, result);
    }
}

/* How to mend it, which process WHO is about. Owned by the caller; NULL for nothing known. */
static char *run_hint(const struct snippet *snippet, const struct run_result *result,
                      const struct mask_facts *facts, size_t who)
{
    switch (result->end) {
    case END_TIMEOUT:
        return late_hint(snippet, result, facts, who);
    case END_UNEXPECTED:
    case END_NOT_READY:
    case END_NOT_GIVEN:
        return end_hint(snippet, result);
    case END_NEIGHBOURS:
        return mem_strdup("an address that nobody has is one too; the machine has a table for all "
                          "networks, which others need");
    default:
        return limit_hint(snippet, result->end);
    }
}

void failure_run(struct errs *faults, const struct snippet *snippet,
                 const struct run_result *result, const struct mask_facts *facts)
{
    size_t who = result->end == END_TIMEOUT ? late_one(snippet, result) : result->culprit;
    const struct process_spec *spec = &snippet->manifest.processes.v[who];
    bool expects = result->end == END_UNEXPECTED && spec->expect.line;
    int line = expects ? spec->expect.line : spec->line;
    if (result->end == END_NOT_GIVEN)
        line = giving_rest(&result->processes.v[who].giving, spec)->line;
    AUTO_FREE char *text = run_text(snippet, result);
    AUTO_FREE char *hint = run_hint(snippet, result, facts, who);
    struct err *e = errs_add(faults, ERR_FALSE, line ? snippet->manifest.path : snippet->path, line,
                             "%s", text);
    failure_hint(snippet, e, hint);
    err_detail(e, transcripts(snippet, result));
}
