#include "box/trace/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/trace/channel.h"
#include "box/trace/files.h"
#include "box/trace/states.h"
#include "box/trace/threads.h"
#include "box/trace/wires.h"

enum {
    EVENTS_MAX = 4000, /* that are told; more are counted */
    NAP_FIRST_US = 20,
    NAP_LAST_US = 400,
    SPINS_MS = 2000,  /* how long a thread may run without a call, of processor time */
    SPINS_NAPS = 256, /* after so many it is looked for one */
    NS_PER_US = 1000,
};

#define NS_PER_MS 1000000LL

/* What snip has said last. */
enum heard { HEARD_NO, HEARD_DONE, HEARD_NOTHING, HEARD_END };

struct recorder {
    struct threads threads;
    struct turns turns;
    struct wires wires;
    struct states states[LAB_MAX_HOSTS];
    size_t nhosts;
    int channel;
    int softnet; /* /proc/net/softnet_stat */
    unsigned cpu;
    uint32_t step;
    unsigned told;
    uint64_t omitted;
    bool wired;         /* since the last look a frame left or arrived: a counter may have risen */
    bool moved;         /* in this step a frame left or arrived, or a call was let go */
    bool kernel_waited; /* in this step a timer of the kernel was waited for */
    enum heard heard;
    enum recording recording;
    size_t spins; /* the thread to blame of RECORDING_SPINS */
};

/* --- Telling --- */

static void send_event(struct recorder *r, const struct event *event)
{
    ssize_t ignored =
        send(r->channel, event, offsetof(struct event, data) + event->len, MSG_NOSIGNAL);
    (void)ignored;
}

/*
 * Tells whether EVENT may have changed a socket: not a call that only asks, of those that nobody
 * would want to see either.
 */
static bool may_change(const struct event *event)
{
    const struct call *call =
        event->kind == EVENT_CALL || event->kind == EVENT_RETURN ? call_find(event->call) : NULL;
    return !call || (call->flags & CALL_SHOWN);
}

static void tell(void *owner, struct event *event)
{
    struct recorder *r = owner;
    event->step = r->step;
    r->moved |= may_change(event);
    r->wired |= event->kind >= EVENT_LEAVES && event->kind <= EVENT_FLIPPED;
    r->turns.answered = r->turns.rested = false; /* snip may have another answer now */
    if (r->told++ < EVENTS_MAX || event->kind == EVENT_BORN || event->kind == EVENT_DIED)
        send_event(r, event);
    else
        r->omitted++;
}

static void tell_end(struct recorder *r)
{
    struct event event = {
        .kind = EVENT_OMITTED, .thread = EVENT_NOBODY, .step = r->step, .value = (int64_t)r->omitted
    };
    if (r->omitted)
        send_event(r, &event);
    event.kind = EVENT_OVER;
    event.value = r->recording;
    if (r->recording == RECORDING_SPINS)
        event.program = r->threads.v[r->spins].program;
    send_event(r, &event);
}

/* --- Snip --- */

/* Waits a little, or until a thread stops. */
static void nap(unsigned *us)
{
    sigset_t set;
    const struct timespec time = { 0, (long)*us * NS_PER_US };
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigtimedwait(&set, NULL, &time);
    *us = *us * 2 < NAP_LAST_US ? *us * 2 : NAP_LAST_US;
}

/* Takes what snip says. */
static void hear(void *owner)
{
    struct recorder *r = owner;
    struct channel_word word;
    ssize_t n;
    while ((n = recv(r->channel, &word, sizeof(word), MSG_DONTWAIT)) == (ssize_t)sizeof(word)) {
        if (word.kind == CHANNEL_PROGRAM)
            threads_expect(&r->threads, (size_t)word.host % LAB_MAX_HOSTS, (size_t)word.program);
        else
            r->heard = word.kind == CHANNEL_DONE ? HEARD_DONE : HEARD_NOTHING;
    }
    if (n >= 0 || (errno != EAGAIN && errno != EINTR))
        r->heard = HEARD_END;
}

/*
 * Asks snip whether to start or to stop anybody, where others could go on in its place (FREE), or
 * ONLY_ENDS whether first processes have taken the ends of their programs, and waits for its
 * answer.
 */
static bool ask(struct recorder *r, bool only_ends, bool free)
{
    const struct event event = { .kind = EVENT_REST,
                                 .thread = EVENT_NOBODY,
                                 .step = r->step,
                                 .value = only_ends,
                                 .free = free };
    unsigned us = NAP_FIRST_US;
    r->heard = HEARD_NO;
    send_event(r, &event);
    for (hear(r); r->heard == HEARD_NO; hear(r)) {
        if (!threads_take(&r->threads))
            return false;
        nap(&us);
    }
    if (!only_ends && r->heard == HEARD_DONE)
        turns_stir(&r->turns);
    else if (!only_ends)
        turns_answered(&r->turns, free);
    return r->heard != HEARD_END;
}

/* --- Rest --- */

/* Tells whether a thread runs on and on, and ends the recording then. */
static bool is_spun(struct recorder *r)
{
    r->spins = threads_spinning(&r->threads, SPINS_MS * NS_PER_MS);
    if (r->spins == r->turns.n)
        return false;
    r->recording = RECORDING_SPINS;
    return true;
}

/* Waits until nobody runs, and takes what has left hosts. False: no first process is left. */
static bool come_to_rest(struct recorder *r)
{
    unsigned us = NAP_FIRST_US, naps = 0;
    for (;;) {
        if (!threads_take(&r->threads))
            return false;
        bool rests = !threads_run(&r->threads) && files_backlog(r->softnet, r->cpu) == 0;
        if (!rests) {
            nap(&us);
            if (++naps % SPINS_NAPS == 0 && is_spun(r))
                return false;
            continue;
        }
        if (!r->threads.ended)
            break;
        r->threads.ended = false;
        if (!ask(r, true, false))
            return false;
    }
    wires_take(&r->wires, tell, r);
    return true;
}

/* Tells what is new in the kernel's tables. */
static void look(struct recorder *r)
{
    if (!r->moved)
        return;
    for (size_t i = 0; i < r->nhosts; i++) {
        struct states *states = &r->states[i];
        if (!r->threads.firsts[i].pid)
            continue;
        states_look(states, r->turns.now, tell, r);
        if (r->wired)
            states_count(states, r->threads.proc, r->threads.firsts[i].pid, tell, r);
        if (states->timed_out && !r->kernel_waited)
            r->recording = RECORDING_DISTURBED;
    }
    r->moved = r->wired = r->kernel_waited = false;
}

/* When the kernel's next timer goes off that somebody may wait for. */
static int64_t next_timer(const struct recorder *r)
{
    int64_t first = threads_alarm(&r->threads);
    for (size_t i = 0; i < r->nhosts; i++) {
        int64_t at = r->states[i].timer;
        if (at != TURNS_NEVER && (first == TURNS_NEVER || at < first))
            first = at;
    }
    return first;
}

/* --- Beginning --- */

struct recorder *recorder_begin(const struct lab *lab, const struct trace_spec *spec,
                                unsigned long long seed, int channel)
{
    struct recorder *r =
        mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (r == MAP_FAILED)
        return NULL;
    r->nhosts = lab->hosts.n;
    r->moved = r->wired = true;
    r->channel = channel;
    turns_begin(&r->turns, seed);
    r->threads.turns = &r->turns;
    r->threads.nhosts = lab->hosts.n;
    r->threads.tell = tell;
    r->threads.hear = hear;
    r->threads.owner = r;
    r->threads.proc = files_open_proc();
    return r->threads.proc >= 0 && wires_begin(&r->wires, lab, spec) ? r : NULL;
}

bool recorder_add_host(struct recorder *r, size_t host, pid_t pid)
{
    return wires_open_host(&r->wires, host) && states_begin(&r->states[host], host) &&
           threads_seize(&r->threads, host, pid);
}

bool recorder_add_hub(struct recorder *r)
{
    r->softnet = files_open(r->threads.proc, 1, "net/softnet_stat");
    r->cpu = (unsigned)sched_getcpu();
    prctl(PR_SET_TIMERSLACK, 1UL);
    return wires_open_hub(&r->wires);
}

/* --- Steps --- */

/* Waits for a timer of the kernel, however long it takes: until something happens. */
static bool await_kernel(struct recorder *r)
{
    unsigned us = NAP_FIRST_US;
    uint32_t frames = r->wires.count;
    unsigned told = r->told;
    bool timed = next_timer(r) != TURNS_NEVER;
    while (frames == r->wires.count && told == r->told) {
        nap(&us);
        if (!come_to_rest(r))
            return false;
        /* A kernel that is kept from its work may not have done it when it was looked at last. */
        r->moved = r->wired = r->kernel_waited = true;
        look(r);
        /* It may have given up: then somebody goes on, and there is no frame (TCP_USER_TIMEOUT). */
        for (size_t i = 0; i < r->turns.n; i++)
            if (r->turns.threads[i].ready && !r->turns.threads[i].asked)
                return true;
        if (timed && next_timer(r) == TURNS_NEVER && frames == r->wires.count) {
            r->recording = RECORDING_DISTURBED;
            return true;
        }
    }
    return true;
}

static void tell_time(struct recorder *r, size_t who, int64_t passed)
{
    struct event event = { .kind = EVENT_TIME, .thread = EVENT_NOBODY, .value = passed };
    if (who < r->turns.n) {
        event.thread = (uint16_t)who;
        event.program = r->threads.v[who].program;
        event.host = r->threads.v[who].host;
    }
    tell(r, &event);
}

/* Has happen what CHOICE says; the clock was at BEFORE. */
static bool take_step(struct recorder *r, const struct turn_choice *choice, int64_t before)
{
    r->threads.step = r->step;
    switch (choice->kind) {
    case TURN_THREAD:
        threads_go(&r->threads, choice->who);
        return true;
    case TURN_FRAME:
        wires_carry(&r->wires, choice->who, tell, r);
        turns_stir(&r->turns);
        return true;
    case TURN_TIME:
        tell_time(r, choice->who, r->turns.now - before);
        threads_expire(&r->threads, choice->who);
        return true;
    case TURN_KERNEL:
        r->kernel_waited = true;
        tell_time(r, r->turns.n, 0);
        return await_kernel(r);
    default:
        return ask(r, false, choice->free);
    }
}

void recorder_run(struct recorder *r)
{
    while (come_to_rest(r)) {
        int64_t before = r->turns.now;
        look(r);
        struct turn_choice choice = turns_next(&r->turns, wires_choices(&r->wires), next_timer(r));
        r->step++;
        if (!take_step(r, &choice, before))
            break;
    }
    tell_end(r);
}
