/*
 * The compilations of a snippet run side by side; when the last is done, its processes run. What
 * they printed becomes a record: made visible, masked. An outcome that is not that of the record on
 * disk is believed only when a second run gives it again, in another second where it shows a clock.
 */
#include "engine/work/session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/settings/signals.h"
#include "engine/plan/command.h"
#include "engine/plan/needs.h"
#include "engine/record/unordered.h"
#include "engine/work/failure.h"
#include "engine/work/failurerepeat.h"
#include "engine/work/failurerun.h"
#include "engine/work/recording.h"

enum { SECOND_MS = 1000, NS_PER_MS = 1000000, RECORDINGS_MAX = 6, ORDERS = 16 };

/* Odd, so that each order has a seed of its own, and of many bits. */
#define SEED 0x9e3779b97f4a7c15ULL

static void finish(struct session *session)
{
    session->done(session, session->owner);
}

/* Takes what went wrong besides the snippet's own doing. */
static void take_failure(struct session *session, struct err *failure)
{
    if (failure->kind == ERR_SYSTEM) {
        if (!session->broken.kind)
            session->broken = *failure;
        else
            err_release(failure);
        *failure = (struct err){ 0 };
        return;
    }
    if (!failure->file)
        failure->file = mem_strdup(session->snippet->path);
    errs_move(&session->faults, failure);
}

static void record_compilation(struct session *session, const struct compilation *c)
{
    struct record_compile *compile = vec_add(&session->record.compiles);
    compile->file = mem_strdup(c->source);
    compile->command = mem_strdup(c->command);
    compile->result = mem_strdup(compile_expect_name(c->result));
    compile->diagnostics = mem_strdup(buf_str(&c->output));
}

static void record_process(struct session *session, const struct process_spec *spec,
                           const struct run_process *p, struct buf *shown)
{
    struct record_process *process = vec_add(&session->record.processes);
    process->name = mem_strdup(spec->name);
    const struct lab_hosts *hosts = &session->snippet->manifest.lab.hosts;
    process->host = hosts->n ? mem_strdup(hosts->v[spec->host].name) : NULL;
    process->command = command_show(spec);
    process->status = p->signal ? 0 : p->status;
    process->signal = p->signal ? mem_strdup(signal_name(p->signal)) : NULL;
    process->stopped = p->told && p->signal && p->signal == spec->stop;
    process->unordered = spec->unordered;
    process->output = buf_steal(shown);
}

/* Masks TEXTS, the visible outputs of the processes. */
static bool mask_texts(struct session *session, struct buf *texts, size_t n)
{
    const struct manifest *manifest = &session->snippet->manifest;
    struct err err = { 0 };
    bool *matched = mem_alloc(manifest->masks.n * sizeof(*matched));
    bool ok =
        mask_apply(&manifest->masks, manifest->path, &session->facts, texts, n, matched, &err);
    /* What only calls and data show is masked there. */
    if (ok && !manifest->trace.on)
        failure_masks(&session->faults, session->snippet, matched);
    else if (!ok)
        take_failure(session, &err);
    free(matched);
    return ok;
}

/* What the kernel gave out in the run of RESULT. */
static void take_facts(struct session *session, const struct run_result *result)
{
    const struct box_facts *facts = &result->facts;
    session->facts = (struct mask_facts){
        .port = { facts->ports.low, facts->ports.high },
        .pid = { facts->pids.low, facts->pids.high },
        .inode = { facts->inodes.low, facts->inodes.high },
    };
}

/*
 * What the processes of RESULT printed, made visible and not masked, those lines sorted that
 * nothing orders; end with free_texts().
 */
static struct buf *make_texts(struct session *session, const struct run_result *result)
{
    const struct manifest *manifest = &session->snippet->manifest;
    struct buf *texts = mem_alloc(manifest->processes.n * sizeof(*texts));
    for (size_t i = 0; i < manifest->processes.n; i++) {
        const struct buf *output = &result->processes.v[i].output;
        text_show(&texts[i], buf_str(output), output->len);
        if (manifest->processes.v[i].unordered)
            unordered_sort(&texts[i], &manifest->masks, &session->facts);
    }
    return texts;
}

static void free_texts(struct session *session, struct buf *texts)
{
    for (size_t i = 0; i < session->snippet->manifest.processes.n; i++)
        buf_release(&texts[i]);
    free(texts);
}

static void record_run(struct session *session, const struct run_result *result)
{
    const struct process_specs *specs = &session->snippet->manifest.processes;
    take_facts(session, result);
    struct buf *texts = make_texts(session, result);
    if (mask_texts(session, texts, specs->n))
        for (size_t i = 0; i < specs->n; i++)
            record_process(session, &specs->v[i], &result->processes.v[i], &texts[i]);
    free_texts(session, texts);
}

static void run(struct session *session);

static bool shows_clock(const struct record_processes *processes)
{
    vec_each (p, processes)
        if (mask_sees_clock((struct slice){ p->output, strlen(p->output) }))
            return true;
    return false;
}

static void on_second(struct watch *watch, uint32_t events)
{
    (void)events;
    struct session *session = watch->owner;
    loop_close(session->tools->loop, &session->clock);
    run(session);
}

/* Runs in the next second: within one, two readings of a clock could be equal. */
static void run_in_next_second(struct session *session)
{
    struct timespec now;
    struct err err = { 0 };
    clock_gettime(CLOCK_REALTIME, &now);
    session->clock = (struct watch){ -1, on_second, session, false };
    long long ms = SECOND_MS + 1 - now.tv_nsec / NS_PER_MS;
    if (loop_add_timer(session->tools->loop, &session->clock, ms, &err))
        return;
    loop_close(session->tools->loop, &session->clock);
    take_failure(session, &err);
    finish(session);
}

/* A new outcome is run again before it is believed. */
static void run_again(struct session *session)
{
    bool in_next_second = shows_clock(&session->record.processes);
    session->again = true;
    session->first = session->record.processes;
    session->first_facts = session->facts;
    session->record.processes = (struct record_processes){ 0 };
    if (in_next_second)
        run_in_next_second(session);
    else
        run(session);
}

/* Makes of RESULT, a recorded run, what its processes did and the TRACE of it. */
static void read_recording(struct session *session, const struct run_result *result,
                           struct trace *trace)
{
    struct err err = { 0 };
    record_run(session, result);
    struct buf *texts = make_texts(session, result);
    if (!recording_trace(trace, session->snippet, result, &session->facts, texts, &err))
        take_failure(session, &err);
    free_texts(session, texts);
}

/* A copy of what the processes did, for comparing. */
static struct record_processes copy_processes(const struct record_processes *from)
{
    struct record_processes copy = { 0 };
    vec_each (p, from) {
        struct record_process *process = vec_add(&copy);
        *process = *p;
        process->name = mem_strdup(p->name);
        process->host = p->host ? mem_strdup(p->host) : NULL;
        process->command = mem_strdup(p->command);
        process->signal = p->signal ? mem_strdup(p->signal) : NULL;
        process->output = mem_strdup(p->output);
    }
    return copy;
}

/* Goes on with the next other order, or ends. */
static void next_order(struct session *session)
{
    session->recording = session->order++ < session->norders && !session->killed &&
                         session->faults.n == 0 && !session->broken.kind;
    if (session->recording) {
        run(session);
        return;
    }
    if (!session->snippet->manifest.trace.explore)
        failure_orders(&session->faults, session->snippet, &session->orderings);
    finish(session);
}

/* The recording is believed: how many other orders is it to be tried in? */
static void begin_orders(struct session *session)
{
    const struct trace_spec *spec = &session->snippet->manifest.trace;
    const struct snippet *snippet = session->snippet;
    bool known = snippet->record_ok && record_same_outcome(&session->record, &snippet->record);
    struct record_processes plain = copy_processes(&session->record.processes);
    struct trace none = { 0 };
    if (!known || spec->explore)
        session->norders = spec->orders ? spec->orders : ORDERS;
    orderings_add(&session->orderings, END_FINISHED, &plain, &none);
    session->orderings.v[0].count = 0;
    next_order(session);
}

/* Takes a run in another order, however it ended. */
static void take_order(struct session *session, struct run_result *result)
{
    struct record_processes plain = session->record.processes;
    struct trace trace = { 0 };
    if (result->end == END_UNBOXED || result->end == END_KILLED) {
        if (result->end == END_UNBOXED)
            take_failure(session, &result->err);
        next_order(session);
        return;
    }
    session->record.processes = (struct record_processes){ 0 };
    read_recording(session, result, &trace);
    orderings_add(&session->orderings, result->end, &session->record.processes, &trace);
    session->record.processes = plain;
    next_order(session);
}

/* Takes TRACE for true where it is the record's, or that of the recording before. */
static void take_trace(struct session *session, struct trace *trace)
{
    const struct snippet *snippet = session->snippet;
    bool known = (snippet->record_ok && trace_equal(trace, &snippet->record.trace)) ||
                 (session->nrecorded > 1 && trace_equal(trace, &session->record.trace));
    struct trace before = session->record.trace;
    session->record.trace = *trace;
    *trace = before;
    if (!known && session->nrecorded == RECORDINGS_MAX)
        failure_recordings(&session->faults, snippet, trace, &session->record.trace);
    session->recording = !known && session->faults.n == 0;
}

/* Takes a run that went well but for its being recorded, which is tried again where it did not. */
static void take_recording(struct session *session, struct run_result *result)
{
    struct record_processes plain = session->record.processes;
    struct trace trace = { 0 };
    size_t process;
    enum recording went = recording_went(result, &process);
    session->nrecorded++;
    session->record.processes = (struct record_processes){ 0 };
    read_recording(session, result, &trace);
    if (session->snippet->manifest.trace.explore) {
        record_processes_release(&plain);
    } else {
        failure_watched(&session->faults, session->snippet, &plain, &session->record.processes);
        record_processes_release(&session->record.processes);
        session->record.processes = plain;
    }
    bool busy = went == RECORDING_DISTURBED && session->nrecorded < RECORDINGS_MAX;
    if (went == RECORDING_GOOD)
        take_trace(session, &trace);
    else if (!busy)
        failure_recording(&session->faults, session->snippet, went, process);
    trace_release(&trace);
    if (session->faults.n || session->broken.kind)
        finish(session);
    else if (session->recording)
        run(session);
    else
        begin_orders(session);
}

/* Takes a RESULT that was broken off since a process ran on and on. False: it was not. */
static bool take_spinning(struct session *session, const struct run_result *result)
{
    size_t process;
    if (!session->recording || recording_went(result, &process) != RECORDING_SPINS)
        return false;
    failure_recording(&session->faults, session->snippet, RECORDING_SPINS, process);
    finish(session);
    return true;
}

/* What is recorded is run once more, whatever it gave before. */
static void record_or_finish(struct session *session)
{
    session->recording = session->faults.n == 0 && !session->killed && !session->broken.kind &&
                         session->snippet->manifest.trace.on;
    if (session->recording)
        run(session);
    else
        finish(session);
}

static void take_run(struct session *session, struct run_result *result)
{
    const struct snippet *snippet = session->snippet;
    if (session->order) {
        take_order(session, result);
        return;
    }
    if (take_spinning(session, result))
        return;
    if (session->recording && result->end == END_FINISHED) {
        take_recording(session, result);
        return;
    }
    if (result->end == END_UNBOXED) {
        take_failure(session, &result->err);
    } else if (result->end == END_FINISHED) {
        record_run(session, result);
        dependencies_check(&session->depends, snippet, &session->faults);
    } else if (result->end != END_KILLED) {
        failure_run(&session->faults, snippet, result);
    }
    bool good = result->end == END_FINISHED && session->faults.n == 0;
    if (good && session->again) {
        struct outcome first = { &session->first, &session->first_facts };
        struct outcome second = { &session->record.processes, &session->facts };
        failure_repeat(&session->faults, snippet, &first, &second);
    }
    bool known = snippet->record_ok && record_same_outputs(&session->record, &snippet->record);
    if (good && !session->again && !known)
        run_again(session);
    else if (session->recording)
        finish(session);
    else
        record_or_finish(session);
}

static void on_run(struct run *run, void *owner)
{
    struct session *session = owner;
    struct run_result result = *run_result(run);
    *run_result(run) = (struct run_result){ 0 };
    run_free(run);
    session->run = NULL;
    take_run(session, &result);
    run_result_release(&result);
}

static void run(struct session *session)
{
    struct run_programs programs = { 0 };
    const struct run_recording recording = { &session->snippet->manifest.trace,
                                             session->order * SEED };
    struct err err = { 0 };
    for (size_t i = 0; i < session->ncompilations; i++) {
        const struct compilation *c = &session->compilations[i];
        vec_push(&programs, ((struct run_program){ c->source, &c->program }));
    }
    if (!session->killed)
        session->run = run_start(session->tools->loop, session->snippet, &programs,
                                 session->processor, session->tools->toolchain->bare,
                                 session->recording ? &recording : NULL, on_run, session, &err);
    vec_release(&programs);
    if (session->run)
        return;
    if (err.kind)
        take_failure(session, &err);
    finish(session);
}

/* Adds what the compilations read and said to the record. Returns the worst of their results. */
static enum compile_expect record_compilations(struct session *session)
{
    enum compile_expect worst = COMPILE_OK;
    for (size_t i = 0; i < session->ncompilations; i++) {
        const struct compilation *c = &session->compilations[i];
        record_compilation(session, c);
        worst = c->result > worst ? c->result : worst;
    }
    dependencies_of_compilations(&session->depends, session->snippet, session->compilations,
                                 session->ncompilations, &session->given,
                                 session->tools->toolchain);
    dependencies_record(&session->depends, session->snippet, &session->record);
    return worst;
}

/* All compilations are done. */
static void take_compilations(struct session *session)
{
    const struct snippet *snippet = session->snippet;
    enum compile_expect worst = COMPILE_OK;
    for (size_t i = 0; i < session->ncompilations; i++)
        if (session->compilations[i].failure.kind != ERR_NONE)
            take_failure(session, &session->compilations[i].failure);
    if (session->faults.n == 0 && !session->broken.kind && !session->killed) {
        worst = record_compilations(session);
        dependencies_check(&session->depends, snippet, &session->faults);
        if (session->faults.n == 0 && worst != snippet->manifest.compile)
            failure_compile(&session->faults, snippet, session->compilations,
                            session->ncompilations, worst);
    }
    /* Who explores wants to know of what does not repeat by the clock, too. */
    session->recording = snippet->manifest.trace.on && snippet->manifest.trace.explore;
    if (session->faults.n || session->broken.kind || session->killed || worst == COMPILE_FAIL)
        finish(session);
    else
        run(session);
}

static void on_compiled(struct compilation *c, void *owner)
{
    (void)c;
    struct session *session = owner;
    if (--session->compiling == 0)
        take_compilations(session);
}

/* The sources that processes run, each once, in the manifest's order. */
static void list_sources(const struct snippet *snippet, struct strings *sources)
{
    vec_each (spec, &snippet->manifest.processes)
        if (spec->source && !strings_has(sources, spec->source))
            vec_push(sources, spec->source);
}

static void compile_all(struct session *session)
{
    const struct session_tools *tools = session->tools;
    struct strings sources = { 0 };
    struct err wrong = { 0 };
    if (!given_collect(&session->given, tools->plan, session->snippet, tools->toolchain, &wrong)) {
        take_failure(session, &wrong);
        finish(session);
        return;
    }
    const struct compile_files files = { session->given.boxed.v, session->given.boxed.n };
    list_sources(session->snippet, &sources);
    session->compilations = mem_alloc(sources.n * sizeof(*session->compilations));
    /* One more than there are: none may be the last before all are started. */
    session->compiling = 1;
    vec_each (source, &sources) {
        struct compilation *c = &session->compilations[session->ncompilations++];
        struct err err = { 0 };
        session->compiling++;
        if (compilation_start(c, tools->toolchain, tools->loop, &files, session->snippet->folder,
                              *source, on_compiled, session, &err))
            continue;
        session->compiling--;
        c->failure = err;
    }
    vec_release(&sources);
    if (--session->compiling == 0)
        take_compilations(session);
}

void session_start(struct session *session, const struct session_tools *tools,
                   struct snippet *snippet, int processor, void (*done)(struct session *, void *),
                   void *owner)
{
    *session = (struct session){
        .tools = tools,
        .snippet = snippet,
        .processor = processor,
        .done = done,
        .owner = owner,
    };
    session->record.snippet = mem_strdup(snippet->name);
    session->record.title = snippet->manifest.title ? mem_strdup(snippet->manifest.title) : NULL;
    dependencies_of_snippet(&session->depends, snippet, &tools->plan->config,
                            &tools->toolchain->flags);
    environment_copy(&session->record.environment, &tools->toolchain->environment);
    lab_copy(&session->record.lab, &snippet->manifest.lab);
    if (tools->toolchain->bare && !needs_no_box(snippet, &session->faults))
        finish(session);
    else
        compile_all(session);
}

void session_kill(struct session *session)
{
    session->killed = true;
    for (size_t i = 0; i < session->ncompilations; i++)
        compilation_kill(&session->compilations[i]);
    if (session->run)
        run_kill(session->run);
    if (session->clock.added) {
        loop_close(session->tools->loop, &session->clock);
        finish(session);
    }
}

void session_release(struct session *session)
{
    for (size_t i = 0; i < session->ncompilations; i++)
        compilation_release(&session->compilations[i]);
    free(session->compilations);
    dependencies_release(&session->depends);
    given_release(&session->given);
    run_free(session->run);
    if (session->clock.added)
        loop_close(session->tools->loop, &session->clock);
    record_release(&session->record);
    record_processes_release(&session->first);
    orderings_release(&session->orderings);
    errs_release(&session->faults);
    err_release(&session->broken);
    *session = (struct session){ 0 };
}
