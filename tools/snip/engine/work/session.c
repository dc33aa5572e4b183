/*
 * The compilations of a snippet run side by side; when the last is done, its processes run. What
 * they printed becomes a record: made visible, masked. An outcome that is not that of the record on
 * disk is believed only when a second run in another world gives it again, compiled there too: on
 * another day. Where it does not, it is run in worlds that are another in one aspect each.
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

enum { RECORDINGS_MAX = 6, ORDERS = 16, PIDS_LIKELY = 999 };

/* Odd, so that each order has a seed of its own, and of many bits. */
#define SEED 0x9e3779b97f4a7c15ULL

static void finish(struct session *session)
{
    /* What the compiler said stands first. */
    errs_append(&session->warnings, &session->faults);
    session->faults = session->warnings;
    session->warnings = (struct errs){ 0 };
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
    compile->file = mem_strdup(c->request.sources->v[0]);
    for (size_t i = 1; i < c->request.sources->n; i++)
        strings_add(&compile->others, mem_strdup(c->request.sources->v[i]));
    compile->command = mem_strdup(c->command);
    compile->result = mem_strdup(compile_expect_name(c->got.result));
    compile->diagnostics = mem_strdup(buf_str(&c->got.output));
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
    if (ok && !manifest->trace.on && session->stage != SESSION_APART)
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
        .port = { facts->ports.low, facts->given.n ? facts->ports.high : 0 },
        .pid = { facts->pids.low, facts->pids.high },
        .inode = { facts->inodes.low, facts->inodes.high },
    };
    if (facts->given.n <= BOX_PORTS)
        session->facts.given = facts->given;
}

static void fail_run(struct session *session, const struct run_result *result)
{
    struct mask_facts *facts = &session->facts;
    take_facts(session, result);
    /* Who was killed could not say what the kernel gave out: by default it is this. */
    if (facts->pid.low > facts->pid.high) {
        facts->port = (struct mask_range){ BOX_PORTS_FIRST, BOX_PORTS_LAST };
        facts->pid = (struct mask_range){ BOX_PIDS_AFTER + 1, BOX_PIDS_AFTER + PIDS_LIKELY };
    }
    failure_run(&session->faults, session->snippet, result, facts);
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
    session->recording = session->faults.n == 0 && session->warnings.n == 0 && !session->killed &&
                         !session->broken.kind && session->snippet->manifest.trace.on;
    if (session->recording)
        run(session);
    else
        finish(session);
}

/* Takes it that an outcome was believed, or that nothing more is to be found out of one. */
static void end_stages(struct session *session)
{
    session->world = (struct elsewhere){ 0 };
    session->stage = SESSION_HERE;
    if (session->recording || session->snippet->manifest.compile == COMPILE_FAIL)
        finish(session);
    else
        record_or_finish(session);
}

/* Runs in a world that is another one in ASPECTS, counted from when it was run HERE. */
static void run_in(struct session *session, unsigned aspects)
{
    int64_t now = time(NULL);
    session->world = (struct elsewhere){ .aspects = aspects,
                                         .shift = elsewhere_shift(session->since, now),
                                         .seed = (uint64_t)now };
    run(session);
}

/*
 * As run_in(), of a single aspect or none. Where the date is not that aspect it is the second again
 * in which it was run HERE, or each clock would make a difference.
 */
static void run_in_one(struct session *session, unsigned aspect)
{
    if (aspect == ELSEWHERE_DATE) {
        run_in(session, aspect);
        return;
    }
    session->world = (struct elsewhere){ .aspects = aspect | ELSEWHERE_DATE,
                                         .shift = session->since - time(NULL),
                                         .seed = (uint64_t)session->since };
    run(session);
}

/* A new outcome is run again elsewhere before it is believed; its programs are there. */
static void run_elsewhere(struct session *session)
{
    unsigned aspects = session->tools->toolchain->bare ? 0 : ELSEWHERE_ALL;
    session->stage = SESSION_ELSEWHERE;
    session->first = session->record.processes;
    session->first_facts = session->facts;
    session->record.processes = (struct record_processes){ 0 };
    if (session->snippet->manifest.depends & DEPENDS_KERNEL)
        aspects &= ~(unsigned)ELSEWHERE_KERNEL;
    run_in(session, aspects);
}

/* Finds out what a difference follows: the next run, or what all of them say. */
static void run_apart(struct session *session)
{
    session->aspect = session->aparts.n ? 1U << (session->aparts.n - 1) : 0;
    session->stage = SESSION_APART;
    if (session->aspect < ELSEWHERE_ALL && !session->broken.kind && !session->killed) {
        run_in_one(session, session->aspect);
        return;
    }
    const struct outcome first = { &session->first, &session->first_facts };
    const struct outcome second = { &session->second, &session->second_facts };
    failure_repeat(&session->faults, session->snippet, &first, &second, &session->aparts);
    session->record.processes = session->second; /* `snip run` shows it */
    session->second = (struct record_processes){ 0 };
    end_stages(session);
}

static void take_apart(struct session *session, struct run_result *result)
{
    struct apart *apart = vec_add(&session->aparts);
    apart->aspect = session->aspect;
    apart->finished = result->end == END_FINISHED;
    if (result->end == END_UNBOXED)
        err_release(&result->err); /* such a world cannot be had here */
    if (apart->finished) {
        record_run(session, result);
        apart->processes = session->record.processes;
        session->record.processes = (struct record_processes){ 0 };
    }
    run_apart(session);
}

/* Tries a world again that could not be had, or not without changing what is run. False: it was. */
static bool retry_elsewhere(struct session *session, struct run_result *result)
{
    unsigned aspects = session->world.aspects;
    bool traced = elsewhere_in(&session->world, ELSEWHERE_TRACED);
    if (traced && (result->untraced || result->end == END_UNBOXED))
        aspects &= ~(unsigned)ELSEWHERE_TRACED;
    /* Memory that is asked for and never used is filled there, and then it counts. */
    else if (result->end == END_MEMORY)
        aspects &= ~(unsigned)ELSEWHERE_CONTENT;
    if (aspects == session->world.aspects)
        return false;
    err_release(&result->err);
    run_in(session, aspects);
    return true;
}

static void take_elsewhere(struct session *session, struct run_result *result)
{
    if (retry_elsewhere(session, result))
        return;
    if (result->end == END_UNBOXED || result->end == END_KILLED) {
        if (result->end == END_UNBOXED)
            take_failure(session, &result->err);
        end_stages(session);
        return;
    }
    if (result->end == END_FINISHED)
        record_run(session, result);
    else
        fail_run(session, result);
    bool same = result->end == END_FINISHED &&
                record_processes_same(&session->record.processes, &session->first);
    if (same || (result->end == END_FINISHED && session->faults.n)) {
        end_stages(session);
        return;
    }
    session->second = session->record.processes;
    session->second_facts = session->facts;
    session->record.processes = (struct record_processes){ 0 };
    run_apart(session);
}

static void compile_there(struct session *session);

/* A run HERE went well. */
static void take_outcome(struct session *session)
{
    const struct snippet *snippet = session->snippet;
    bool known = snippet->record_ok && record_same_outputs(&session->record, &snippet->record);
    if (known && !session->tools->elsewhere)
        end_stages(session);
    else if (session->tools->toolchain->bare)
        run_elsewhere(session);
    else
        compile_there(session);
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
    if (session->stage == SESSION_APART) {
        take_apart(session, result);
        return;
    }
    if (session->stage == SESSION_ELSEWHERE) {
        take_elsewhere(session, result);
        return;
    }
    if (result->end == END_UNBOXED) {
        take_failure(session, &result->err);
    } else if (result->end == END_FINISHED) {
        record_run(session, result);
        dependencies_check(&session->depends, snippet, &session->faults);
    } else if (result->end != END_KILLED) {
        fail_run(session, result);
    }
    if (result->end == END_FINISHED && session->faults.n == 0)
        take_outcome(session);
    else
        end_stages(session);
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
    const struct elsewhere *world = session->world.aspects ? &session->world : NULL;
    bool there = session->there && elsewhere_in(world, ELSEWHERE_DATE) &&
                 (session->stage == SESSION_ELSEWHERE || session->aspect == ELSEWHERE_DATE);
    for (size_t i = 0; i < session->ncompilations; i++) {
        const struct compilation *c = there ? &session->there[i] : &session->compilations[i];
        vec_push(&programs, ((struct run_program){ c->request.sources->v[0], &c->got.program }));
    }
    if (session->stage == SESSION_HERE)
        session->since = time(NULL);
    if (!session->killed)
        session->run = run_start(session->tools->loop, session->snippet, &programs,
                                 session->processor, session->tools->toolchain->bare,
                                 session->recording ? &recording : NULL, world, on_run, session,
                                 &err);
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
        worst = c->got.result > worst ? c->got.result : worst;
    }
    dependencies_of_compilations(&session->depends, session->snippet, session->compilations,
                                 session->ncompilations, &session->given);
    dependencies_record(&session->depends, session->snippet, &session->record);
    return worst;
}

/* All compilations are done. */
static void take_compilations(struct session *session)
{
    const struct snippet *snippet = session->snippet;
    enum compile_expect worst = COMPILE_OK;
    for (size_t i = 0; i < session->ncompilations; i++)
        if (session->compilations[i].got.failure.kind != ERR_NONE)
            take_failure(session, &session->compilations[i].got.failure);
    if (session->faults.n == 0 && !session->broken.kind && !session->killed) {
        worst = record_compilations(session);
        dependencies_check(&session->depends, snippet, &session->faults);
        /* Who is warned is told at once how it runs, too. */
        bool warned = worst == COMPILE_WARN && snippet->manifest.compile == COMPILE_OK;
        if (session->faults.n == 0 && worst != snippet->manifest.compile)
            failure_compile(warned ? &session->warnings : &session->faults, snippet,
                            session->compilations, session->ncompilations, worst);
    }
    /* Who explores wants to know of what does not repeat by the clock, too. */
    session->recording = snippet->manifest.trace.on && snippet->manifest.trace.explore;
    if (session->faults.n || session->broken.kind || session->killed)
        finish(session);
    else if (worst == COMPILE_FAIL)
        take_outcome(session);
    else
        run(session);
}

/* All compilations as of another day are done. */
static void take_there(struct session *session)
{
    for (size_t i = 0; i < session->nthere; i++) {
        struct compilation *here = &session->compilations[i], *there = &session->there[i];
        if (there->got.failure.kind != ERR_NONE)
            take_failure(session, &there->got.failure);
        else if (!session->killed && !compiled_same(&here->got, &there->got))
            failure_compile_dated(&session->faults, session->snippet, here, there);
    }
    if (session->faults.n || session->broken.kind || session->killed ||
        session->snippet->manifest.compile == COMPILE_FAIL)
        end_stages(session);
    else
        run_elsewhere(session);
}

static void on_compiled(struct compilation *c, void *owner)
{
    (void)c;
    struct session *session = owner;
    if (--session->compiling > 0)
        return;
    if (session->there)
        take_there(session);
    else
        take_compilations(session);
}

/*
 * Starts the compilations LIST, of *N when it returns, as on the day that the Unix time DATE is of;
 * 0: today.
 */
static void compile(struct session *session, struct compilation **list, size_t *n, int64_t date)
{
    const struct session_tools *tools = session->tools;
    const struct given *given = &session->given;
    *list = mem_alloc(session->nprograms * sizeof(**list));
    /* One more than there are: none may be the last before all are started. */
    session->compiling = 1;
    for (size_t i = 0; i < session->nprograms; i++) {
        struct compilation *c = &(*list)[(*n)++];
        const struct compile_request request = {
            .tools = tools->toolchain,
            .options = &session->snippet->options,
            .folder = session->snippet->folder,
            .sources = &session->sources[i],
            .files = given->boxed.v,
            .nfiles = given->boxed.n,
            .shown = &given->shown,
            .date = date,
        };
        struct err err = { 0 };
        session->compiling++;
        if (compilation_start(c, &request, tools->loop, on_compiled, session, &err))
            continue;
        session->compiling--;
        c->got.failure = err;
    }
    on_compiled(NULL, session);
}

static void compile_all(struct session *session)
{
    const struct session_tools *tools = session->tools;
    struct err wrong = { 0 };
    if (given_collect(&session->given, tools->plan, session->snippet, tools->toolchain, &wrong)) {
        session->sources = snippet_programs(session->snippet, &session->nprograms);
        compile(session, &session->compilations, &session->ncompilations, 0);
    } else {
        take_failure(session, &wrong);
        finish(session);
    }
}

static void compile_there(struct session *session)
{
    int64_t now = time(NULL);
    compile(session, &session->there, &session->nthere, now + elsewhere_shift(now, now));
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
    dependencies_of_snippet(&session->depends, snippet);
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
    for (size_t i = 0; i < session->nthere; i++)
        compilation_kill(&session->there[i]);
    if (session->run)
        run_kill(session->run);
}

void session_release(struct session *session)
{
    for (size_t i = 0; i < session->ncompilations; i++)
        compilation_release(&session->compilations[i]);
    for (size_t i = 0; i < session->nprograms; i++)
        vec_release(&session->sources[i]);
    free(session->compilations);
    for (size_t i = 0; i < session->nthere; i++)
        compilation_release(&session->there[i]);
    free(session->there);
    free(session->sources);
    dependencies_release(&session->depends);
    given_release(&session->given);
    run_free(session->run);
    record_release(&session->record);
    record_processes_release(&session->first);
    record_processes_release(&session->second);
    aparts_release(&session->aparts);
    orderings_release(&session->orderings);
    errs_release(&session->faults);
    errs_release(&session->warnings);
    err_release(&session->broken);
    *session = (struct session){ 0 };
}
