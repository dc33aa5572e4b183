/*
 * A process waits until each that it is `after` is ready, or, where that one is not said to be
 * ready ever, has ended, it and all that it has started. When all have ended that end by
 * themselves, the others are sent the signal of their `stop`, one after another, each when all are
 * at rest: those first that have waited for others. Whether one is ready, and whether all are at
 * rest, is asked of the kernel again and again, since no event tells of it: each millisecond at
 * first, more seldom later.
 *
 * The first process that does not end as declared ends the run: what the others would have done is
 * of no interest any more, and waiting for them may take for ever. Before anything is killed, what
 * each still does is noted, for the report. What happens in which phase, a dash for nothing:
 *
 *                    GOING                            SETTLING              ENDING
 *   a look is due    who is ready? rest? then go on   rest? note, ENDING    -
 *   a process ends   as declared: -; SETTLING         -                     -
 *   all of it has    go on                            -                     -
 *   all have ended   END_FINISHED, ENDING             -                     -
 *   the time is up   END_TIMEOUT, SETTLING            -                     -
 *   a limit passed   its end, note, ENDING            note, ENDING          -
 *   run_kill()       END_KILLED, ENDING               ENDING                -
 *   snip fails       END_UNBOXED, ENDING              -                     -
 */
#include "engine/run/run.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/box.h"
#include "box/world/elsewhere.h"

enum {
    LOOK_FIRST_MS = 1,
    LOOK_LAST_MS = 10,
    REST_MS = 100, /* how long a start waits for rest, and an end that is decided */
};

/* How still all is, as far as a look has told. */
enum calm {
    CALM_UNKNOWN,
    CALM_ENOUGH, /* to start somebody: who still goes on does so in any case */
    CALM_REST,
};

/* How far a run is. It only goes on, by decide(). */
enum phase {
    GOING,    /* processes are started, looked at until they are ready, stopped */
    SETTLING, /* why it ends is decided; who runs is given a moment to come to rest, then noted */
    ENDING,   /* all is noted; the box finishes or is killed */
};

/* No process is to blame. */
#define NOBODY SIZE_MAX

struct run {
    struct loop *loop;
    const struct snippet *snippet;
    const struct process_specs *specs;
    struct box *box;
    bool reversed;      /* of what may start at the same time the last is started first */
    bool traced;        /* it is recorded: whether it goes on is asked, and not when it comes */
    bool acted;         /* a process was started, told a signal, or given something to read */
    bool free;          /* of a recorded run: others could go on, so it is not at rest */
    size_t turn;        /* the process that is the first to be given something to read */
    struct watch look;  /* the timer for looking whether processes are ready, or at rest */
    long long look_ms;  /* how long to wait before the next look */
    int rest_ms;        /* how long it was waited for rest, since something was done */
    enum unrest unrest; /* why there was none at the last look … */
    size_t restless;    /* … and who is to blame; NOBODY */
    unsigned depths[BOX_MAX_PROGRAMS]; /* how many are waited for in a row before each starts */
    enum phase phase;
    struct run_result result;
    void (*done)(struct run *run, void *owner);
    void *owner;
};

static struct run_process *process(struct run *run, size_t i)
{
    return &run->result.processes.v[i];
}

/* Notes whether P, number I, serves, of which that was not asked. */
static void note_serving(struct run *run, size_t i, struct run_process *p)
{
    struct err ignored = { 0 };
    if (!box_serving(run->box, i, OBSERVE_CHOSEN, &p->serving, &ignored))
        err_release(&ignored);
}

/* Notes what P, number I, does, which still runs. */
static void note_doing(struct run *run, size_t i, struct run_process *p)
{
    AUTO(buf_release) struct buf sockets = BUF_INIT;
    p->stopped = box_program(run->box, i)->stopped;
    if (run->specs->v[i].ready.sockets && !p->ready)
        box_describe_sockets(run->box, i, &sockets);
    if (sockets.len)
        buf_printf(&p->doing, "it is not ready; its sockets:\n%s", buf_str(&sockets));
    if (!run->specs->v[i].ready.kind)
        note_serving(run, i, p);
    giving_describe(&p->doing, &p->giving, &run->specs->v[i], run->specs, run->box, i);
    box_describe(run->box, i, &p->doing);
}

/* Notes what those that still run are doing; nothing is killed yet. */
static void note_doings(struct run *run)
{
    for (size_t i = 0; i < run->specs->n; i++)
        if (process(run, i)->state == RUN_RUNNING)
            note_doing(run, i, process(run, i));
}

/* Sets the timer for the next look; false where there is none to be had. */
static bool look_in(struct run *run, long long ms, struct err *err)
{
    loop_close(run->loop, &run->look);
    return loop_add_timer(run->loop, &run->look, ms, err);
}

static bool are_at_rest(struct run *run)
{
    bool rest = box_rests(run->box, &run->unrest, &run->restless);
    if (run->restless == run->specs->n)
        run->restless = NOBODY;
    return rest;
}

/* Something is done: who waits for rest is to look anew. */
static void note_act(struct run *run)
{
    run->acted = true;
    run->look_ms = LOOK_FIRST_MS;
    run->rest_ms = 0;
}

/* Goes on to PHASE, for END, of which CULPRIT is to blame; an end that was decided before stays. */
static void decide(struct run *run, enum phase phase, enum end end, size_t culprit)
{
    if (run->phase == GOING) {
        run->result.end = end;
        run->result.has_culprit = culprit != NOBODY;
        run->result.culprit = run->result.has_culprit ? culprit : 0;
    }
    run->phase = phase;
}

/* Who is just on the way from one call to the next is given a moment to come to rest there. */
static void settle(struct run *run)
{
    struct err ignored = { 0 };
    if (run->rest_ms++ < REST_MS && !are_at_rest(run) && run->unrest != UNREST_SLEEPS &&
        look_in(run, 1, &ignored))
        return;
    err_release(&ignored);
    note_doings(run);
    run->phase = ENDING;
    box_kill(run->box);
}

static void fail(struct run *run, enum end end, size_t culprit)
{
    run->rest_ms = 0;
    decide(run, SETTLING, end, culprit);
    settle(run);
}

static void break_off(struct run *run, struct err *err)
{
    if (run->phase == GOING) {
        run->result.err = *err;
        *err = (struct err){ 0 };
        decide(run, ENDING, END_UNBOXED, NOBODY);
        box_kill(run->box);
    }
    err_release(err);
}

/* Tells whether all AWAITS have come. */
static bool have_come(void *owner, const struct awaits *awaits)
{
    struct run *run = owner;
    vec_each (await, awaits) {
        const struct run_process *p = process(run, await->process);
        if (process_awaits_end(run->specs, await) ? p->state != RUN_ENDED : !p->ready)
            return false;
    }
    return true;
}

static bool may_start(struct run *run, size_t i)
{
    return process(run, i)->state == RUN_WAITING && have_come(run, &run->specs->v[i].after);
}

/*
 * Tells whether number I, which may start, does so only when all are at rest: what the end of
 * another makes those do that run is done then.
 */
static bool starts_at_rest(struct run *run, size_t i)
{
    bool others = false, after_end = false;
    for (size_t k = 0; k < run->specs->n; k++)
        others |= process(run, k)->state == RUN_RUNNING;
    vec_each (await, &run->specs->v[i].after)
        after_end |= process(run, await->process)->state == RUN_ENDED;
    return others && after_end;
}

static void start(struct run *run, size_t i)
{
    process(run, i)->state = RUN_RUNNING;
    note_act(run);
    box_run(run->box, i);
}

/* Tells whether a process is still to be looked at until it is ready. */
static bool is_awaited(struct run *run, size_t i)
{
    const struct run_process *p = process(run, i);
    return run->specs->v[i].ready.kind && p->state == RUN_RUNNING && !p->ready;
}

/* Tells whether a process is still to be given something to read. */
static bool is_given_more(struct run *run, size_t i)
{
    return process(run, i)->state == RUN_RUNNING && !process(run, i)->giving.over;
}

static void give(struct run *run, size_t i)
{
    giving_give(&process(run, i)->giving, &run->specs->v[i], run->box, i);
    note_act(run);
}

/* Tells whether process I is to be given something now that it waits for, AT_REST or PROMPTED. */
static bool may_give(struct run *run, size_t i, bool prompted)
{
    struct giving *giving = &process(run, i)->giving;
    const struct process_spec *spec = &run->specs->v[i];
    if (!is_given_more(run, i))
        return false;
    giving_pass(giving, spec, run->box, i, have_come, run);
    return giving->prompted == prompted && giving_is_due(giving, spec, run->box, i);
}

/* Gives one process something to read, by turns, as all are at rest. */
static bool give_one(struct run *run)
{
    for (size_t k = 0; k < run->specs->n; k++) {
        size_t i = (run->turn + k) % run->specs->n;
        if (!may_give(run, i, false))
            continue;
        give(run, i);
        run->turn = i + 1;
        return true;
    }
    return false;
}

/* Gives what is due to those that have asked for it. */
static void give_prompted(struct run *run)
{
    for (size_t i = 0; i < run->specs->n; i++)
        if (may_give(run, i, true) && box_waits(run->box, i))
            give(run, i);
}

/* Tells whether the signal of its `stop` is still to be sent to number I, or what it has left. */
static bool is_to_be_told(struct run *run, size_t i)
{
    const struct run_process *p = process(run, i);
    return run->specs->v[i].stop && p->state == RUN_RUNNING && !(p->left ? p->told_left : p->told);
}

/* Tells whether process I is to be stopped in mid run, and was not. */
static bool stops_early(struct run *run, size_t i)
{
    return run->specs->v[i].stop_after.n && is_to_be_told(run, i);
}

/* Tells whether SPEC is stopped when all others have ended. */
static bool is_stopped_last(const struct process_spec *spec)
{
    return spec->stop && spec->stop_after.n == 0;
}

/* Tells whether all that end by themselves have ended, and what is to be stopped is ready. */
static bool may_stop(struct run *run)
{
    for (size_t i = 0; i < run->specs->n; i++) {
        const struct run_process *p = process(run, i);
        bool rests = p->state != RUN_WAITING && !is_awaited(run, i) && !is_given_more(run, i);
        if (is_stopped_last(&run->specs->v[i]) ? !rests : p->state != RUN_ENDED)
            return false;
    }
    return true;
}

static void find_depths(struct run *run)
{
    for (size_t round = 0; round < run->specs->n; round++)
        for (size_t i = 0; i < run->specs->n; i++)
            vec_each (await, &run->specs->v[i].after)
                if (run->depths[i] <= run->depths[await->process])
                    run->depths[i] = run->depths[await->process] + 1;
}

/* Who is to be stopped next, once all are at rest: who waited for most, the first of several. */
static size_t next_to_stop(struct run *run)
{
    size_t next = NOBODY;
    for (size_t i = 0; i < run->specs->n && may_stop(run); i++)
        if (is_to_be_told(run, i) && (next == NOBODY || run->depths[i] > run->depths[next]))
            next = i;
    return next;
}

/* Tells whether something is to be done as soon as all are at rest. */
static bool awaits_rest(struct run *run)
{
    bool waits = next_to_stop(run) != NOBODY;
    for (size_t i = 0; i < run->specs->n; i++)
        waits |= (may_start(run, i) && starts_at_rest(run, i)) || is_given_more(run, i) ||
                 stops_early(run, i);
    return waits;
}

static void look_later(struct run *run)
{
    struct err err = { 0 };
    bool wanted = awaits_rest(run);
    for (size_t i = 0; i < run->specs->n; i++)
        wanted |= is_awaited(run, i);
    if (!wanted || run->look.added || run->traced)
        return;
    if (!look_in(run, run->look_ms, &err))
        break_off(run, &err);
}

static void stop(struct run *run, size_t i)
{
    struct run_process *p = process(run, i);
    p->told = true;
    p->told_left = p->left;
    note_act(run);
    box_signal(run->box, i, run->specs->v[i].stop);
}

/* As all are at rest: gives one something to read, or stops one, in mid run or at last. */
static void act_at_rest(struct run *run)
{
    size_t next = next_to_stop(run);
    if (give_one(run))
        return;
    for (size_t i = 0; i < run->specs->n; i++) {
        if (!stops_early(run, i) || is_awaited(run, i) || is_given_more(run, i) ||
            !have_come(run, &run->specs->v[i].stop_after))
            continue;
        stop(run, i);
        return;
    }
    if (next != NOBODY)
        stop(run, next);
}

/* Does what can be done now: starts, stops, finishes. */
static void advance(struct run *run, enum calm calm)
{
    size_t ended = 0;
    if (run->phase != GOING)
        return;
    for (size_t k = 0; k < run->specs->n; k++) {
        size_t i = run->reversed ? run->specs->n - 1 - k : k;
        if (may_start(run, i) && (calm != CALM_UNKNOWN || !starts_at_rest(run, i)))
            start(run, i);
        ended += process(run, i)->state == RUN_ENDED;
    }
    if (ended == run->specs->n) {
        decide(run, ENDING, END_FINISHED, NOBODY);
        box_finish(run->box);
        return;
    }
    if (calm == CALM_REST && !run->acted)
        act_at_rest(run);
    look_later(run);
}

static bool has_printed(struct run *run, size_t i, const char *text)
{
    box_read(run->box, i);
    const struct buf *output = &box_program(run->box, i)->output;
    return memmem(buf_str(output), output->len, text, strlen(text)) != NULL;
}

static void look_at(struct run *run, size_t i)
{
    struct run_process *p = process(run, i);
    const struct ready *ready = &run->specs->v[i].ready;
    enum observed kind = ready->kind == READY_BIND ? OBSERVE_BOUND : OBSERVE_SERVING;
    struct err err = { 0 };
    if (ready->kind == READY_FILE)
        p->ready = box_has_file(run->box, i, ready->text);
    else if (ready->kind == READY_PRINTS)
        p->ready = has_printed(run, i, ready->text);
    else if (!box_serving(run->box, i, kind, &p->serving, &err))
        break_off(run, &err);
    else
        p->ready = p->serving >= ready->sockets;
}

static enum calm look_for_rest(struct run *run)
{
    if (are_at_rest(run))
        return CALM_REST;
    run->rest_ms += (int)run->look_ms;
    return run->unrest == UNREST_SLEEPS || run->rest_ms > REST_MS ? CALM_ENOUGH : CALM_UNKNOWN;
}

static void on_look(struct watch *watch, uint32_t events)
{
    (void)events;
    struct run *run = watch->owner;
    loop_close(run->loop, &run->look);
    if (run->phase == SETTLING)
        settle(run);
    if (run->phase != GOING)
        return;
    run->look_ms += run->look_ms < LOOK_LAST_MS;
    for (size_t i = 0; i < run->specs->n && run->phase == GOING; i++)
        if (is_awaited(run, i))
            look_at(run, i);
    if (run->phase != GOING)
        return;
    run->acted = false;
    give_prompted(run);
    advance(run, awaits_rest(run) && !run->acted ? look_for_rest(run) : CALM_UNKNOWN);
}

/* Tells whether P, of SPEC, ended as it must. What its own `stop` ends needs no more. */
static bool is_expected(const struct run_process *p, const struct process_spec *spec)
{
    const struct expectation *expect = &spec->expect;
    if (expect->signal)
        return p->signal == expect->signal;
    if (p->signal)
        return p->told && p->signal == spec->stop && expect->line == 0;
    return p->status == expect->status;
}

static void on_ended(struct box *box, void *owner, size_t i)
{
    struct run *run = owner;
    struct run_process *p = process(run, i);
    int status = box_program(box, i)->status;
    if (run->phase != GOING)
        return;
    p->left = true;
    p->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    p->status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    if (!is_expected(p, &run->specs->v[i]))
        fail(run, is_awaited(run, i) ? END_NOT_READY : END_UNEXPECTED, i);
    else
        look_later(run); /* what it has left may be to be stopped */
}

static void on_gone(struct box *box, void *owner, size_t i)
{
    (void)box;
    struct run *run = owner;
    struct run_process *p = process(run, i);
    bool awaited = is_awaited(run, i);
    bool blamed = run->phase == SETTLING && run->result.has_culprit && run->result.culprit == i;
    if (run->phase != GOING && !blamed)
        return;
    p->state = RUN_ENDED;
    p->left = false;
    if (run->phase != GOING)
        return;
    if (awaited)
        fail(run, END_NOT_READY, i);
    else if (giving_rest(&p->giving, &run->specs->v[i]))
        fail(run, END_NOT_GIVEN, i);
    else if (!run->traced)
        advance(run, CALM_UNKNOWN);
}

static void on_timeout(struct box *box, void *owner)
{
    (void)box;
    struct run *run = owner;
    size_t late = NOBODY;
    for (size_t i = run->specs->n; i-- > 0;)
        late = is_awaited(run, i) ? i : late;
    if (run->phase != GOING)
        return;
    if (late == NOBODY && next_to_stop(run) != NOBODY) {
        run->result.restless = true;
        run->result.unrest = run->unrest;
        late = run->restless;
    }
    fail(run, END_TIMEOUT, late);
}

static void on_limit(struct box *box, void *owner, enum end end, size_t program)
{
    (void)box;
    struct run *run = owner;
    if (run->phase == ENDING)
        return;
    note_doings(run); /* at once: meanwhile they take more */
    decide(run, ENDING, end, program);
}

/* Takes why the box could not be made, or which process could not be executed in it. */
static void take_failure(struct run *run, struct box_result *over)
{
    struct err *err = &run->result.err;
    run->result.end = END_UNBOXED;
    *err = over->err;
    over->err = (struct err){ 0 };
    if (over->step != BOX_EXEC)
        return;
    const struct process_spec *spec = &run->specs->v[over->program];
    err_context(err, "`%s`", spec->name);
    free(err->file);
    err->file = mem_strdup(spec->line ? run->snippet->manifest.path : run->snippet->path);
    err->line = spec->command_line ? spec->command_line : spec->line;
    /*
     * What was compiled here is the snippet's own doing, a program of the system's the machine's.
     */
    if (spec->source)
        err->kind = ERR_FALSE;
    else
        err_hint(err, "a script needs its interpreter in the box too, and any program its loader");
}

/* Takes why the box is over, where that was not the run's own doing. */
static void take_end(struct run *run)
{
    struct box_result *over = box_result(run->box);
    if (over->end == END_FLOOD) {
        run->result.end = END_FLOOD;
        run->result.culprit = over->program;
        run->result.has_culprit = true;
    } else if (over->end == END_UNBOXED) {
        take_failure(run, over);
    } else if (over->end == END_LOST) {
        run->result.end = END_UNBOXED;
        err_set(&run->result.err, ERR_FALSE,
                "its processes were killed from outside: by a person, or for want of memory");
    }
    run->result.facts = over->facts;
    run->result.cgroup = over->cgroup;
    run->result.untraced = over->untraced;
}

/* Looks who is ready, as nobody moves, and goes on: answers whether that made anybody go on. */
static void go_on(struct run *run)
{
    run->acted = false;
    for (size_t i = 0; i < run->specs->n && run->phase == GOING; i++)
        if (is_awaited(run, i))
            look_at(run, i);
    if (run->phase == GOING && !run->free)
        give_prompted(run);
    advance(run, run->free ? CALM_UNKNOWN : CALM_REST);
    if (run->phase == GOING)
        box_answer(run->box, run->acted);
}

static void on_traced(struct box *box, void *owner, const struct event *event)
{
    (void)box;
    struct run *run = owner;
    if (event->kind == EVENT_REST) {
        run->free = event->free;
        go_on(run);
        return;
    }
    size_t size = offsetof(struct event, data) + event->len;
    struct event *copy = mem_alloc(size);
    memcpy(copy, event, size);
    vec_push(&run->result.trace, copy);
}

static void on_over(struct box *box, void *owner)
{
    struct run *run = owner;
    loop_close(run->loop, &run->look);
    take_end(run);
    for (size_t i = 0; i < run->specs->n; i++) {
        process(run, i)->output = box_program(box, i)->output;
        box_program(box, i)->output = (struct buf)BUF_INIT;
    }
    run->done(run, run->owner);
}

static const struct box_events events = { on_ended, on_gone, on_timeout,
                                          on_limit, on_over, on_traced };

struct run *run_start(struct loop *loop, const struct snippet *snippet,
                      const struct run_programs *programs, int processor, bool bare,
                      const struct run_recording *recording, const struct elsewhere *world,
                      void (*done)(struct run *run, void *owner), void *owner, struct err *err)
{
    struct run *run = mem_alloc(sizeof(*run));
    *run = (struct run){
        .loop = loop,
        .snippet = snippet,
        .specs = &snippet->manifest.processes,
        .look = { -1, on_look, run, false },
        .look_ms = LOOK_FIRST_MS,
        .restless = NOBODY,
        .reversed = elsewhere_in(world, ELSEWHERE_ORDER),
        .traced = recording != NULL,
        .done = done,
        .owner = owner,
    };
    for (size_t i = 0; i < run->specs->n; i++)
        vec_add(&run->result.processes)->giving.over = !giving_goes_on(&run->specs->v[i]);
    AUTO_FREE char *folder = bare ? box_folder(err) : NULL;
    const struct launch launch = { snippet, programs, processor, folder, recording, world };
    if (!bare || folder)
        run->box = launch_box(&launch, loop, &events, run, err);
    if (!run->box) {
        run_free(run);
        return NULL;
    }
    find_depths(run);
    if (!run->traced)
        advance(run, CALM_UNKNOWN);
    return run;
}

struct run_result *run_result(struct run *run)
{
    return &run->result;
}

void run_kill(struct run *run)
{
    decide(run, ENDING, END_KILLED, NOBODY);
    box_kill(run->box);
}

void run_free(struct run *run)
{
    if (!run)
        return;
    loop_close(run->loop, &run->look);
    box_free(run->box);
    run_result_release(&run->result);
    free(run);
}

void run_result_release(struct run_result *result)
{
    vec_each (p, &result->processes) {
        buf_release(&p->output);
        buf_release(&p->doing);
    }
    vec_release(&result->processes);
    vec_each (event, &result->trace)
        free(*event);
    vec_release(&result->trace);
    err_release(&result->err);
    *result = (struct run_result){ 0 };
}
