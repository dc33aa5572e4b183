#include "engine/work/sched.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/interrupt.h"
#include "engine/work/store.h"

/* The state of one run. Slot i of `slots` is the session that runs on processor i, NULL for none.
 */
struct sched {
    const struct sched_options *options;
    struct sessions *sessions;
    struct session_tools tools;
    struct store store;
    struct interrupt interrupt;
    struct watch interrupt_watch;
    size_t next, done, active;
    struct session **slots;
    int jobs;
    struct err err;
};

static int processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > 0 ? n : 1;
}

static void kill_all(struct sched *sched)
{
    for (int i = 0; i < sched->jobs; i++)
        if (sched->slots[i])
            session_kill(sched->slots[i]);
}

static void on_session(struct session *session, void *owner)
{
    struct sched *sched = owner;
    for (int i = 0; i < sched->jobs; i++)
        if (sched->slots[i] == session)
            sched->slots[i] = NULL;
    sched->active--;
    sched->done++;
    bool ended = !session->broken.kind && !session->killed, proven = session->faults.n == 0;
    const struct trace_spec *trace = &session->snippet->manifest.trace;
    /* By `run --timeline` and `explore`, not by the manifest. */
    bool only_asked = trace->on && (trace->line == 0 || trace->explore);
    /* What ran without a box proves nothing to a later run. */
    if (ended && !sched->options->bare && !only_asked)
        store_put(&sched->store, session->snippet, &session->depends,
                  proven ? &session->record : NULL);
    if (session->broken.kind && !sched->err.kind) {
        sched->err = session->broken;
        session->broken = (struct err){ 0 };
        kill_all(sched); /* nothing that they still prove would be told */
    }
    if (sched->options->progress)
        sched->options->progress(sched->options->owner, sched->done, sched->sessions->n,
                                 session->snippet);
}

static void on_interrupt(struct watch *watch, uint32_t events)
{
    (void)events;
    struct sched *sched = watch->owner;
    int number = interrupt_read(&sched->interrupt);
    if (number && !sched->sessions->interrupted)
        sched->sessions->interrupted = number;
    kill_all(sched);
}

/* Skips the sessions of snippets that are proven already. */
static void skip_proven(struct sched *sched)
{
    struct sessions *sessions = sched->sessions;
    for (; sched->next < sessions->n && !sched->options->rerun && !sched->options->elsewhere;
         sched->next++) {
        struct session *session = &sessions->v[sched->next];
        if (!store_find(&sched->store, session->snippet, &session->record, NULL))
            return;
        session->cached = true;
        sched->done++;
    }
}

static void start_one(struct sched *sched, int slot)
{
    struct session *session = &sched->sessions->v[sched->next];
    struct snippet *snippet = session->snippet;
    sched->next++;
    sched->active++;
    sched->slots[slot] = session;
    session_start(session, &sched->tools, snippet, slot, on_session, sched);
}

static bool work(struct sched *sched)
{
    const struct sessions *sessions = sched->sessions;
    for (;;) {
        /* Looked at anew each time: a session may end while it is being started. */
        for (int i = 0; i < sched->jobs; i++) {
            if (sched->slots[i] || sched->err.kind || sessions->interrupted)
                continue;
            skip_proven(sched);
            if (sched->next < sessions->n)
                start_one(sched, i);
        }
        bool over = sched->next == sessions->n || sched->err.kind || sessions->interrupted;
        if (sched->active == 0 && over)
            return !sched->err.kind;
        if (sched->active && !loop_once(sched->tools.loop, &sched->err))
            return false;
    }
}

static void collect(struct sessions *sessions, struct plan *plan)
{
    VEC(struct session) list = { 0 };
    vec_each (snippet, &plan->snippets)
        if (snippet->selected)
            vec_push(&list, ((struct session){ .snippet = snippet }));
    *sessions = (struct sessions){ .v = list.v, .n = list.n };
}

static bool run_all(struct sched *sched, struct plan *plan, struct loop *loop)
{
    struct toolchain toolchain = { .config = &plan->config,
                                   .bare = sched->options->bare,
                                   .trust = sched->options->trust };
    bool ok = loop_add(loop, &sched->interrupt_watch, EPOLLIN, &sched->err) &&
              toolchain_init(&toolchain, toolchain_cache, loop, &sched->sessions->interrupted,
                             &sched->err);
    if (ok) {
        sched->tools = (struct session_tools){ loop, plan, &toolchain, sched->options->elsewhere };
        store_open(&sched->store, plan, &toolchain);
        ok = work(sched);
        store_close(&sched->store);
    }
    loop_remove(loop, &sched->interrupt_watch);
    /* What still runs after a failure must end before its loop does. */
    if (!ok)
        sessions_release(sched->sessions);
    toolchain_release(&toolchain);
    return ok;
}

bool sched_run(struct sessions *sessions, struct plan *plan, const struct sched_options *options,
               struct err *err)
{
    collect(sessions, plan);
    if (sessions->n == 0)
        return true;
    struct sched sched = { .options = options, .sessions = sessions };
    struct loop loop;
    bool ok = interrupt_open(&sched.interrupt, err);
    if (ok && (ok = loop_init(&loop, err))) {
        /* One more than processors: while one waits for its box to go, another compiles. */
        sched.jobs = options->jobs > 0 ? options->jobs : processors() + 1;
        sched.slots = mem_alloc((size_t)sched.jobs * sizeof(*sched.slots));
        sched.interrupt_watch = (struct watch){ sched.interrupt.fd, on_interrupt, &sched, false };
        ok = run_all(&sched, plan, &loop);
        free(sched.slots);
        *err = sched.err;
        loop_release(&loop);
    }
    int late = interrupt_close(&sched.interrupt);
    if (late && !sessions->interrupted)
        sessions->interrupted = late;
    return ok || sessions->interrupted;
}

void sessions_release(struct sessions *sessions)
{
    vec_each (session, sessions)
        session_release(session);
    free(sessions->v);
    sessions->v = NULL;
    sessions->n = 0;
}
