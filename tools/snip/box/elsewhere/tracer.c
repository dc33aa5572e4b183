/*
 * A thread has an entry from its first stop on. Most stops are answered at once; the others leave
 * it held until a time that lies some fractions of a millisecond ahead. The stops are those of
 * ptrace(2) by PTRACE_SEIZE.
 */
#include "box/elsewhere/tracer.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "base/lab.h"
#include "base/mem.h"
#include "box/elsewhere/answer.h"
#include "box/elsewhere/birth.h"
#include "box/trace/files.h"
#include "box/trace/tracee.h"

enum {
    THREADS_MAX = 4096,
    SYSCALL_STOP = SIGTRAP | 0x80, /* PTRACE_O_TRACESYSGOOD */
    /* Of the delays of a thread: how many there are, and how long one is in microseconds. */
    DELAYS = 24,
    DELAY_SHORT = 120,
    DELAY_LONG = 900,
    /* Of threads that others begin: how many are held in all, and how many a step apart each. */
    BEGINNERS_HELD = 120,
    BEGINNERS = 6,
    DELAY_BEGINNER = 600,
    DELAY_PARENT = DELAY_BEGINNER * (BEGINNERS + 1),
    NS_PER_US = 1000,
    NS_PER_S = 1000000000,
};

enum doing {
    RUNS,
    BEGINS, /* a program, and its tunables may not have been read yet */
    ANSWERS /* the end of the call that it is in is to be seen */
};

struct thread {
    pid_t tid;
    enum doing doing;
    unsigned delays;
    bool began_others; /* since its last delay */
    int64_t until;     /* by clock_ns(): it is held so long; 0: it is not */
    bool to_call_end;  /* it is to be let go to the end of its call */
    struct answer answer;
    struct birth birth;
};

struct tracer {
    struct answers answers;
    void (*untraced)(void *owner);
    void *owner;
    int proc; /* with all of them in it */
    uint64_t chance;
    pid_t firsts[LAB_MAX_HOSTS];
    size_t nfirsts;
    size_t held;
    struct thread threads[THREADS_MAX];
    size_t n;
    unsigned begun; /* threads, since the run began */
};

/* --- Chance --- */

/* The next number (splitmix64, Steele and others 2014). */
static uint64_t draw(struct tracer *t)
{
    uint64_t z = (t->chance += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/* How long THREAD is to be held, which is about to meet others; 0: not. */
static int64_t draw_delay(struct tracer *t, struct thread *thread)
{
    static const int us[] = { 0, 0, DELAY_SHORT, DELAY_LONG };
    if (!elsewhere_in(&t->answers.world, ELSEWHERE_ORDER) || thread->delays >= DELAYS)
        return 0;
    thread->delays++;
    int64_t delay = thread->began_others ? DELAY_PARENT : us[draw(t) % COUNT(us)];
    thread->began_others = false;
    return delay * NS_PER_US;
}

/*
 * The same for THREAD, which another one has begun. Usually who begins first is first at what it
 * does; here those that begin soon after one another go on in reverse, and before who began them.
 */
static int64_t delay_beginner(struct tracer *t, struct thread *thread)
{
    if (!elsewhere_in(&t->answers.world, ELSEWHERE_ORDER) || t->begun >= BEGINNERS_HELD)
        return 0;
    thread->delays++;
    unsigned after = BEGINNERS - 1 - t->begun++ % BEGINNERS;
    return (int64_t)after * DELAY_BEGINNER * NS_PER_US;
}

/* --- Threads --- */

static bool is_first(const struct tracer *t, pid_t tid)
{
    size_t i = 0;
    while (i < t->nfirsts && t->firsts[i] != tid)
        i++;
    return i < t->nfirsts;
}

/* The entry of TID, a new one where it has none. NULL: there are too many, which limits forbid. */
static struct thread *find(struct tracer *t, pid_t tid)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->threads[i].tid == tid)
            return &t->threads[i];
    if (t->n == THREADS_MAX)
        return NULL;
    t->threads[t->n] = (struct thread){ .tid = tid };
    return &t->threads[t->n++];
}

static void forget(struct tracer *t, pid_t tid)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->threads[i].tid != tid)
            continue;
        t->held -= t->threads[i].until != 0;
        t->threads[i] = t->threads[--t->n];
        return;
    }
}

/* Lets THREAD go now, or holds it for a moment. */
static void go(struct tracer *t, struct thread *thread, bool to_call_end, int64_t delay)
{
    thread->to_call_end = to_call_end;
    if (delay > 0) {
        thread->until = clock_ns() + delay;
        t->held++;
    } else if (to_call_end) {
        tracee_run_call(thread->tid, 0);
    } else {
        tracee_run(thread->tid, 0);
    }
}

/* Lets those go that have been held long enough. Returns when the next one is to go. */
static int64_t release(struct tracer *t)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < t->n && t->held > 0; i++) {
        struct thread *thread = &t->threads[i];
        if (!thread->until)
            continue;
        if (thread->until <= clock_ns()) {
            thread->until = 0;
            t->held--;
            go(t, thread, thread->to_call_end, 0);
        } else if (thread->until < next) {
            next = thread->until;
        }
    }
    return next;
}

/* --- Stops --- */

/* Tells whether others can see when the call is made that THREAD is about to make. */
static bool meets_others(long number)
{
    switch (number) {
    case SYS_connect:
    case SYS_accept:
    case SYS_accept4:
    case SYS_listen:
    case SYS_shutdown:
    case SYS_read:
    case SYS_readv:
    case SYS_write:
    case SYS_writev:
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_kill:
    case SYS_exit_group:
        return true;
    default:
        return false;
    }
}

/* At the entry of a call that the filter stops at. */
static void take_entry(struct tracer *t, struct thread *thread)
{
    struct tracee_call *made = &thread->answer.made;
    bool known = tracee_get_call(thread->tid, made);
    if (known && made->number == SYS_ptrace && t->untraced) {
        t->untraced(t->owner);
        t->untraced = NULL;
    }
    bool to_end = known && answer_begin(&t->answers, thread->tid, &thread->answer);
    thread->doing = to_end ? ANSWERS : RUNS;
    go(t, thread, to_end, known && meets_others(made->number) ? draw_delay(t, thread) : 0);
}

/* At a call's entry or end, of a thread that was let go until there. */
static void take_call(struct tracer *t, struct thread *thread)
{
    if (thread->doing == BEGINS && !birth_end(thread->tid, &thread->birth)) {
        tracee_run_call(thread->tid, 0);
        return;
    }
    if (thread->doing == ANSWERS)
        answer_end(&t->answers, thread->tid, &thread->answer);
    thread->doing = RUNS;
    tracee_run(thread->tid, 0);
}

/* A thread that executes takes the number of its process' first, whoever it was before. */
static void take_exec(struct tracer *t, pid_t tid)
{
    unsigned long before;
    if (tracee_message(tid, &before) && (pid_t)before != tid)
        forget(t, (pid_t)before);
    forget(t, tid);
    struct thread *thread = find(t, tid);
    if (!thread) {
        tracee_run(tid, 0);
        return;
    }
    thread->doing = BEGINS;
    birth_begin(&t->answers.world, tid, &thread->birth);
    go(t, thread, true, draw_delay(t, thread));
}

/*
 * Tells whether TID, which is new, is a program that the box starts: who asked for it has said in
 * which order. Of a thread in it, which is a child of the same parent, nobody has.
 */
static bool is_started(const struct tracer *t, pid_t tid)
{
    return files_process(t->proc, tid) == tid && is_first(t, files_parent(t->proc, tid));
}

/* PTRACE_EVENT_STOP: it is new, or a signal has stopped it, or it goes on. */
static void take_stop(struct tracer *t, pid_t tid, int signal)
{
    size_t known = t->n;
    struct thread *thread = find(t, tid);
    if (signal != SIGTRAP) {
        tracee_leave_stopped(tid);
    } else if (!thread || is_first(t, tid)) {
        tracee_run(tid, 0);
    } else if (t->n == known) {
        go(t, thread, thread->doing != RUNS, draw_delay(t, thread));
    } else {
        go(t, thread, false, is_started(t, tid) ? 0 : delay_beginner(t, thread));
    }
}

/*
 * SIGNAL is about to be delivered. One that nobody wants would not have woken a thread that is not
 * traced: a call that it has broken off is made again. To a host's first process none is: traced it
 * gets also those from its own programs that a pid namespace keeps from it, and SIGSTOP would stop
 * it (ptrace(2), pid_namespaces(7)).
 */
static void take_signal(struct tracer *t, pid_t tid, int signal)
{
    if (is_first(t, tid)) {
        tracee_run(tid, 0);
        return;
    }
    const struct thread *thread = find(t, tid);
    bool silent = signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH || signal == SIGCONT;
    if (thread &&
        (files_ignores(t->proc, tid, signal) || (silent && !files_catches(t->proc, tid, signal))))
        tracee_call_unbroken(tid);
    if (thread && thread->doing == BEGINS)
        tracee_run_call(tid, signal);
    else
        tracee_run(tid, signal);
}

static void take_status(struct tracer *t, pid_t tid, int status)
{
    int event = status >> 16;
    if (!WIFSTOPPED(status)) {
        forget(t, tid);
    } else if (event == PTRACE_EVENT_EXEC) {
        take_exec(t, tid);
    } else if (event == PTRACE_EVENT_STOP) {
        take_stop(t, tid, WSTOPSIG(status));
    } else if (event == PTRACE_EVENT_SECCOMP || WSTOPSIG(status) == SYSCALL_STOP) {
        struct thread *thread = find(t, tid);
        if (!thread)
            tracee_run(tid, 0);
        else if (event)
            take_entry(t, thread);
        else
            take_call(t, thread);
    } else if (event) {
        struct thread *parent = is_first(t, tid) ? NULL : find(t, tid);
        if (parent && event != PTRACE_EVENT_VFORK_DONE)
            parent->began_others = true;
        tracee_run(tid, 0);
    } else {
        take_signal(t, tid, WSTOPSIG(status));
    }
}

/* Waits until a thread stops, or one that is held may go. */
static void await(int64_t until)
{
    sigset_t set;
    int64_t ns = until - clock_ns();
    const struct timespec time = { ns / NS_PER_S, ns % NS_PER_S };
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    if (ns > 0)
        sigtimedwait(&set, NULL, &time);
}

struct tracer *tracer_begin(const struct elsewhere *world, unsigned processors,
                            void (*untraced)(void *owner), void *owner)
{
    struct timespec now;
    struct tracer *t =
        mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (t == MAP_FAILED)
        return NULL;
    clock_gettime(CLOCK_REALTIME, &now);
    /* What was made for the box is of the seconds before. */
    t->answers = (struct answers){ .world = *world,
                                   .processors = processors,
                                   .since = (now.tv_sec - 2) * CLOCK_S };
    t->chance = world->seed;
    t->untraced = untraced;
    t->owner = owner;
    t->proc = files_open_proc();
    prctl(PR_SET_TIMERSLACK, 1UL);
    return t->proc >= 0 ? t : NULL;
}

bool tracer_add_host(struct tracer *t, pid_t pid)
{
    t->firsts[t->nfirsts++] = pid;
    return tracee_seize(pid);
}

void tracer_run(struct tracer *t)
{
    for (;;) {
        int status;
        int64_t next = release(t);
        pid_t tid = waitpid(-1, &status, t->held > 0 ? WNOHANG | __WALL : __WALL);
        if (tid > 0)
            take_status(t, tid, status);
        else if (tid == 0)
            await(next);
        else if (errno == ECHILD)
            return;
    }
}
