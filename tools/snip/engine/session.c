#include "engine/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "engine/command.h"
#include "engine/inputs.h"
#include "sys/proc.h"

static void run_next(struct session *session);

static void finish(struct session *session)
{
    session->done(session, session->owner);
}

/* Adds a fault about the snippet. LINE is that of its manifest where FILE is its manifest. */
static struct err *fault(struct session *session, enum err_kind kind, const char *file, int line,
                         const char *text)
{
    return errs_add(&session->faults, kind, file, line, "%s", text);
}

/* "shown at _posts/a.md:12, _posts/b.md:7". Owned by the caller; NULL where no post shows it. */
static char *shown_at(const struct snippet *snippet)
{
    struct buf text = BUF_INIT;
    vec_each (shown, &snippet->shown)
        buf_printf(&text, "%s%s:%d", text.len ? ", " : "shown at ", shown->post, shown->line);
    return text.len ? buf_steal(&text) : NULL;
}

/* Names the posts under a fault. */
static void hint_posts(const struct session *session, struct err *err)
{
    AUTO_FREE char *where = shown_at(session->snippet);
    if (where)
        err_hint(err, "%s", where);
}

/* Takes what went wrong besides the snippet's own doing. */
static void take_failure(struct session *session, struct err *failure)
{
    if (failure->kind == ERR_SYSTEM) {
        session->broken = *failure;
        *failure = (struct err){ 0 };
        return;
    }
    if (!failure->file)
        failure->file = mem_strdup(session->snippet->path);
    errs_move(&session->faults, failure);
}

/* Turns one message of the compiler into a fault at the file and line it speaks of. */
static void fault_diagnostic(struct session *session, const struct diagnostic *d)
{
    const struct snippet *snippet = session->snippet;
    AUTO_FREE char *file = d->file[0] == '/' ? mem_strdup(d->file)
                                             : fs_join(snippet->folder, d->file);
    AUTO_FREE char *text = mem_printf("%s: %s", d->error ? "error" : "warning", d->text);
    err_detail(fault(session, ERR_FALSE, file, d->line, text), mem_strdup(d->excerpt));
}

static void fault_compile(struct session *session, enum compile_expect expected)
{
    const struct snippet *snippet = session->snippet;
    enum compile_expect result = session->compilation.result;
    static const char *const was[] = { "compiles without a word", "compiles with warnings",
                                       "does not compile" };
    AUTO_FREE char *text = expected == COMPILE_OK
                               ? mem_strdup(was[result])
                               : mem_printf("%s, and is declared `compile: %s`", was[result],
                                            compile_expect_name(expected));
    struct diagnostics list = { 0 };
    diagnostics_parse(&list, buf_str(&session->compilation.output));
    if (result > expected)
        vec_each (d, &list)
            if (d->error || result == COMPILE_WARN)
                fault_diagnostic(session, d);
    struct err *e = fault(session, ERR_FALSE, snippet->path, 0, text);
    if (list.n == 0 || result <= expected)
        err_detail(e, mem_strdup(buf_str(&session->compilation.output)));
    hint_posts(session, e);
    diagnostics_release(&list);
}

static void record_compilation(struct session *session)
{
    const struct compilation *c = &session->compilation;
    struct record_compile *compile = vec_add(&session->record.compiles);
    compile->file = mem_strdup(c->source);
    compile->command = mem_strdup(c->command);
    compile->result = mem_strdup(compile_expect_name(c->result));
    compile->diagnostics = mem_strdup(buf_str(&c->output));
}

/* "ended with status 3", "was killed by SIGSEGV". Owned by the caller. */
static char *end_text(const struct proc_result *result, const struct limits *limits)
{
    switch (result->end) {
    case PROC_EXITED:
        return mem_printf("ended with status %d", result->value);
    case PROC_KILLED:
        return mem_printf("was killed by SIG%s", signal_name(result->value));
    case PROC_TIMEOUT:
        if (result->value)
            return mem_printf("was stopped by SIG%s and did nothing until its time limit of %g s",
                              signal_name(result->value), (double)limits->time_ms / 1000);
        return mem_printf("was still running at its time limit of %g s",
                          (double)limits->time_ms / 1000);
    case PROC_FLOOD:
        return mem_printf("printed more than its output limit of %zu bytes", limits->output);
    default:
        return mem_strdup("was stopped");
    }
}

static bool is_expected(const struct proc_result *result, const struct expectation *expect)
{
    if (expect->signal)
        return result->end == PROC_KILLED && result->value == expect->signal;
    return result->end == PROC_EXITED && result->value == expect->status;
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

/* The command and all that it printed; of a flood only the ends. Owned by the caller. */
static char *transcript(const char *command, const struct proc_result *result)
{
    struct buf text = BUF_INIT;
    const struct buf *output = &result->output;
    buf_printf(&text, "$ %s\n", command);
    if (result->end == PROC_FLOOD)
        show_ends(&text, output);
    else
        text_show(&text, buf_str(output), output->len);
    if (output->len == 0)
        buf_adds(&text, "(it printed nothing)");
    return buf_steal(&text);
}

/* The limit that would have to be raised for RESULT to be another; NULL where that would not help. */
static const char *short_limit(const struct proc_result *result)
{
    /* A program that stopped itself would be stopped for longer. */
    if (result->end == PROC_TIMEOUT)
        return result->value ? NULL : "time: 30s";
    return result->end == PROC_FLOOD ? "output: 1M" : NULL;
}

/* Says which posts show the snippet, and which limit would have to be raised. */
static void hint_end(const struct session *session, struct err *err,
                     const struct proc_result *result)
{
    const struct snippet *snippet = session->snippet;
    AUTO_FREE char *where = shown_at(snippet);
    const char *limit = short_limit(result);
    if (limit)
        err_hint(err, "should it take that much: limits: { %s } in %s/%s.yml%s%s", limit,
                 snippet->folder, snippet->base, where ? "; " : "", where ? where : "");
    else if (where)
        err_hint(err, "%s", where);
}

static void fault_end(struct session *session, const struct process_spec *spec,
                      const struct proc_result *result)
{
    const struct manifest *manifest = &session->snippet->manifest;
    const struct expectation *expect = &spec->expect;
    AUTO_FREE char *was = end_text(result, &manifest->limits);
    AUTO_FREE char *wanted = expect->signal
                                 ? mem_printf("to be killed by SIG%s", signal_name(expect->signal))
                                 : mem_printf("status %d", expect->status);
    AUTO_FREE char *text = mem_printf("`%s` %s; expected %s", spec->name, was, wanted);
    AUTO_FREE char *command = command_show(spec);
    bool declared = manifest->path && expect->line > 0;
    struct err *e = fault(session, ERR_FALSE, declared ? manifest->path : session->snippet->path,
                          declared ? expect->line : 0, text);
    err_detail(e, transcript(command, result));
    hint_end(session, e, result);
}

static void record_process(struct session *session, const struct process_spec *spec,
                           const struct proc_result *result)
{
    struct buf shown = BUF_INIT;
    bool killed = result->end == PROC_KILLED;
    struct record_process *process = vec_add(&session->record.processes);
    text_show(&shown, buf_str(&result->output), result->output.len);
    process->name = mem_strdup(spec->name);
    process->command = command_show(spec);
    process->status = killed ? 0 : result->value;
    process->signal = killed ? mem_strdup(signal_name(result->value)) : NULL;
    process->output = buf_steal(&shown);
}

static void fault_unrepeatable(struct session *session, size_t i)
{
    const struct record_process *a = &session->first.v[i], *b = &session->record.processes.v[i];
    struct buf diff = BUF_INIT;
    diff_unified(&diff, (struct slice){ a->output, strlen(a->output) },
                 (struct slice){ b->output, strlen(b->output) }, 1, 1);
    AUTO_FREE char *text = mem_printf("`%s` does not repeat: two runs differ", a->name);
    struct err *e = fault(session, ERR_FALSE, session->snippet->path, 0, text);
    err_detail(e, buf_steal(&diff));
    err_hint(e, "print nothing that varies: pids, inodes, times, addresses, ephemeral ports");
}

static void check_repeats(struct session *session)
{
    for (size_t i = 0; i < session->first.n; i++) {
        const struct record_process *a = &session->first.v[i];
        const struct record_process *b = &session->record.processes.v[i];
        bool same_end = a->signal && b->signal ? strcmp(a->signal, b->signal) == 0
                                               : a->signal == b->signal && a->status == b->status;
        if (!same_end || strcmp(a->output, b->output) != 0)
            fault_unrepeatable(session, i);
    }
}

/* All processes have run. A new outcome is run again before it is believed. */
static void processes_done(struct session *session)
{
    const struct snippet *snippet = session->snippet;
    if (session->again) {
        check_repeats(session);
        finish(session);
        return;
    }
    bool known = snippet->record_ok && record_same_outcome(&session->record, &snippet->record);
    if (known || session->record.processes.n == 0) {
        finish(session);
        return;
    }
    session->again = true;
    session->first.v = session->record.processes.v;
    session->first.n = session->record.processes.n;
    session->first.cap = session->record.processes.cap;
    memset(&session->record.processes, 0, sizeof(session->record.processes));
    session->next = 0;
    run_next(session);
}

static void on_process(struct proc *proc, void *owner)
{
    struct session *session = owner;
    const struct process_spec *spec = &session->snippet->manifest.processes.v[session->next];
    struct proc_result *result = proc_result(proc);
    bool good = false;
    if (result->end == PROC_UNBOXED)
        take_failure(session, &result->err);
    else if (!is_expected(result, &spec->expect))
        fault_end(session, spec, result);
    else
        good = true;
    if (good)
        record_process(session, spec, result);
    proc_free(proc);
    session->proc = NULL;
    session->next++;
    if (good)
        run_next(session);
    else
        finish(session);
}

/* The environment of a program: fixed, then what the manifest adds. Owned by the caller, strings
 * too. */
static void program_env(const struct process_spec *spec, struct strings *env)
{
    static const char *const fixed[] = { "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
                                         "/sbin:/bin",
                                         "HOME=/tmp", "LC_ALL=C.UTF-8", "TZ=UTC" };
    for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++) {
        size_t name = strcspn(fixed[i], "=") + 1;
        bool replaced = false;
        vec_each (own, &spec->env)
            replaced |= strncmp(*own, fixed[i], name) == 0;
        if (!replaced)
            strings_add(env, mem_strdup(fixed[i]));
    }
    vec_each (own, &spec->env)
        strings_add(env, mem_strdup(*own));
    vec_push(env, NULL);
}

static bool start_process(struct session *session, const struct process_spec *spec, struct err *err)
{
    AUTO(strings_release) struct strings env = { 0 };
    VEC(const char *) argv = { 0 };
    AUTO_FREE char *name = command_name(spec);
    AUTO_FREE char *path = mem_printf("./%s", name);
    program_env(spec, &env);
    vec_push(&argv, path);
    vec_each (arg, &spec->args)
        vec_push(&argv, *arg);
    vec_push(&argv, NULL);
    struct box_file file = { session->compilation.program, name };
    struct proc_spec proc = {
        .box = { .workspace = true,
                 .files = &file,
                 .nfiles = 1,
                 .processor = session->processor },
        .program = { .argv = argv.v,
                     .env = (const char *const *)env.v,
                     .terminal = true,
                     .input = spec->input,
                     .input_len = spec->input_len },
        .time_ms = session->snippet->manifest.limits.time_ms,
        .output_max = session->snippet->manifest.limits.output,
    };
    session->proc = proc_start(session->tools->loop, &proc, on_process, session, err);
    vec_release(&argv);
    return session->proc != NULL;
}

static void run_next(struct session *session)
{
    const struct process_specs *specs = &session->snippet->manifest.processes;
    struct err err = { 0 };
    if (session->killed) {
        finish(session);
    } else if (session->next == specs->n) {
        processes_done(session);
    } else if (!start_process(session, &specs->v[session->next], &err)) {
        take_failure(session, &err);
        finish(session);
    }
}

/* Tells whether PATH still holds TEXT; PATH may be NULL. */
static bool is_as_read(const char *path, const struct buf *text)
{
    struct buf now = BUF_INIT;
    struct err err = { 0 };
    bool same = !path || (fs_read(path, text->len, &now, &err) && buf_equal(&now, text));
    err_release(&err);
    buf_release(&now);
    return same;
}

static void fault_changed(struct session *session, const char *path)
{
    struct err *e = fault(session, ERR_SYSTEM, path, 0,
                          "was changed while snip ran, so nothing of it is written");
    err_hint(e, "run snip again");
}

/* What the compiler read must be what is shown and recorded, or they would tell of another program. */
static void check_inputs(struct session *session)
{
    const struct snippet *snippet = session->snippet;
    const struct compilation *c = &session->compilation;
    if (!is_as_read(snippet->path, &snippet->source))
        fault_changed(session, snippet->path);
    if (!is_as_read(snippet->manifest.path, &snippet->manifest_text))
        fault_changed(session, snippet->manifest.path);
    vec_each (header, &c->headers) {
        AUTO_FREE char *path = inputs_path(snippet, *header);
        if (fs_changed_since(path, &c->started))
            fault_changed(session, path);
    }
}

static void on_compiled(struct compilation *c, void *owner)
{
    struct session *session = owner;
    enum compile_expect expected = session->snippet->manifest.compile;
    if (c->failure.kind != ERR_NONE) {
        take_failure(session, &c->failure);
    } else {
        record_compilation(session);
        inputs_record(&session->record, session->snippet, &c->headers,
                      &session->tools->toolchain->flags);
        check_inputs(session);
        if (session->faults.n == 0 && c->result != expected)
            fault_compile(session, expected);
    }
    if (session->faults.n || session->broken.kind || c->result == COMPILE_FAIL)
        finish(session);
    else
        run_next(session);
}

void session_start(struct session *session, const struct session_tools *tools,
                   struct snippet *snippet, const char *scratch, int processor,
                   void (*done)(struct session *, void *), void *owner)
{
    struct err err = { 0 };
    *session = (struct session){
        .tools = tools,
        .snippet = snippet,
        .processor = processor,
        .done = done,
        .owner = owner,
    };
    session->record.snippet = mem_strdup(snippet->name);
    session->record.title = snippet->manifest.title ? mem_strdup(snippet->manifest.title) : NULL;
    environment_copy(&session->record.environment, &tools->toolchain->environment);
    if (!compilation_start(&session->compilation, tools->toolchain, tools->loop, snippet->folder,
                           snippet->manifest.processes.v[0].source, scratch, on_compiled, session,
                           &err)) {
        take_failure(session, &err);
        finish(session);
    }
}

void session_kill(struct session *session)
{
    session->killed = true;
    compilation_kill(&session->compilation);
    if (session->proc)
        proc_kill(session->proc);
}

void session_release(struct session *session)
{
    struct record first = { .processes = session->first };
    compilation_release(&session->compilation);
    proc_free(session->proc);
    record_release(&session->record);
    record_release(&first);
    errs_release(&session->faults);
    err_release(&session->broken);
    *session = (struct session){ 0 };
}
