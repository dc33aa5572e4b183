#include "box/trace/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/trace/files.h"

enum {
    /* What the kernel returns where a call may be made again (include/linux/errno.h in it). */
    RESTART_FIRST = -516,
    RESTART_LAST = -512,
    SYSCALL_STOP = SIGTRAP | 0x80, /* PTRACE_O_TRACESYSGOOD */
};

#define NS_PER_SECOND 1000000000LL
#define NS_PER_MS     1000000LL
#define NS_PER_US     1000LL

/* --- What is told --- */

static struct event event_of(const struct threads *threads, enum event_kind kind, size_t i)
{
    const struct thread *t = &threads->v[i];
    return (struct event){ .kind = (uint16_t)kind,
                           .thread = (uint16_t)i,
                           .parent = EVENT_NOBODY,
                           .program = t->program,
                           .host = t->host };
}

static bool read_memory(void *owner, uint64_t from, void *to, size_t len)
{
    const struct thread *t = owner;
    return tracee_read(t->tid, from, to, len);
}

static void put_call(struct event *event, struct thread *t, const struct thread_call *call,
                     bool over, int64_t result)
{
    event->call = (int32_t)call->made.number;
    event->value = result;
    memcpy(event->args, call->made.args, sizeof(event->args));
    event->len = (uint32_t)call_copy(call->is, over, call->made.args, result, read_memory, t,
                                     event->data, EVENT_BYTES);
}

static void tell_call(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    struct event event = event_of(threads, EVENT_CALL, i);
    put_call(&event, t, &t->call, false, 0);
    t->open = true;
    threads->tell(threads->owner, &event);
}

static void tell_return(struct threads *threads, size_t i, const struct thread_call *call,
                        int64_t result)
{
    struct thread *t = &threads->v[i];
    struct event event = event_of(threads, EVENT_RETURN, i);
    put_call(&event, t, call, true, result);
    if (result >= 0 && result < INT32_MAX)
        event.inode = files_socket(threads->proc, t->tid, (int)result);
    threads->tell(threads->owner, &event);
}

static void tell_value(struct threads *threads, enum event_kind kind, size_t i, int64_t value)
{
    struct event event = event_of(threads, kind, i);
    event.value = value;
    threads->tell(threads->owner, &event);
}

/* --- Births and ends --- */

static size_t find(const struct threads *threads, pid_t tid)
{
    for (size_t i = 0; i < threads->turns->n; i++)
        if (threads->v[i].tid == tid && threads->v[i].state != THREAD_GONE)
            return i;
    return threads->turns->n;
}

static bool take_stray(struct threads *threads, pid_t tid)
{
    for (size_t i = 0; i < threads->nstrays; i++)
        if (threads->strays[i] == tid) {
            threads->strays[i] = threads->strays[--threads->nstrays];
            return true;
        }
    return false;
}

/* Holds THREAD in STATE: it is ready for its next turn. */
static void hold(struct threads *threads, size_t i, enum thread_state state)
{
    threads->v[i].state = state;
    turns_ready(threads->turns, i, threads->step);
}

/* A program is itself only once it is executed: only then its files may be read. */
static void open_files(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    fd_close_at(&t->calling);
    fd_close_at(&t->status);
    t->calling = files_open(threads->proc, t->tid, "syscall");
    t->status = files_open(threads->proc, t->tid, "stat");
}

/* A thread that there is from now on; its number. Too many are killed with the box. */
static size_t add(struct threads *threads, pid_t tid, pid_t process, enum thread_state state)
{
    size_t i = threads->turns->n;
    if (i == TURNS_MAX)
        return i;
    threads->turns->n++;
    threads->v[i] = (struct thread){ .tid = tid,
                                     .process = process,
                                     .state = state,
                                     .calling = -1,
                                     .status = -1,
                                     .alarm = TURNS_NEVER };
    open_files(threads, i);
    threads->turns->threads[i] = (struct turn){ .deadline = TURNS_NEVER };
    return i;
}

/* The first process of HOST has forked PID, to be a program. */
static void add_program(struct threads *threads, size_t host, pid_t pid)
{
    struct thread_first *first = &threads->firsts[host];
    if (first->nstarted == first->nexpected)
        threads->hear(threads->owner);
    size_t i = add(threads, pid, pid, THREAD_SETTING_UP);
    if (i == TURNS_MAX || first->nstarted == first->nexpected)
        return;
    threads->v[i].program = first->expected[first->nstarted++ % THREADS_EXPECTED];
    threads->v[i].host = (uint8_t)host;
    threads->v[i].main = true;
    threads->turns->threads[i].program = threads->v[i].program;
    if (take_stray(threads, pid))
        tracee_run(pid, 0);
}

/* PARENT has made the thread TID, one of its own process where that has no status of its own. */
static void add_child(struct threads *threads, size_t parent, pid_t tid, int event)
{
    const struct thread *maker = &threads->v[parent];
    bool shares = event == PTRACE_EVENT_CLONE && files_process(threads->proc, tid) != tid;
    size_t i = add(threads, tid, shares ? maker->process : tid, THREAD_BORN);
    if (i == TURNS_MAX)
        return;
    struct thread *t = &threads->v[i];
    t->main = shares && maker->main;
    t->program = maker->program;
    t->host = maker->host;
    threads->turns->threads[i].program = t->program;
    struct event told = event_of(threads, EVENT_BORN, i);
    told.parent = (uint16_t)parent;
    told.value = shares ? BORN_THREAD : BORN_CHILD;
    threads->tell(threads->owner, &told);
    if (take_stray(threads, tid))
        hold(threads, i, THREAD_AT_START);
}

/* Tells whether a thread of PROGRAM, but the number I, is left. */
static bool has_other(const struct threads *threads, size_t program, size_t i)
{
    for (size_t k = 0; k < threads->turns->n; k++)
        if (k != i && threads->v[k].program == program && threads->v[k].state != THREAD_GONE)
            return true;
    return false;
}

static void end(struct threads *threads, size_t i, int status)
{
    struct thread *t = &threads->v[i];
    struct event event = event_of(threads, EVENT_DIED, i);
    event.value = status;
    if (t->main && t->tid == t->process)
        event.id |= EVENT_OF_MAIN;
    if (!has_other(threads, t->program, i))
        event.id |= EVENT_OF_LAST;
    threads->ended |= event.id != 0;
    turns_unready(threads->turns, i);
    threads->turns->threads[i].deadline = TURNS_NEVER;
    fd_close_at(&t->calling);
    fd_close_at(&t->status);
    if (t->state != THREAD_SETTING_UP)
        threads->tell(threads->owner, &event);
    t->state = THREAD_GONE;
}

/* --- Limits of time --- */

static bool read_limit(struct thread *t, uint64_t at, bool microseconds, int64_t *ns)
{
    struct timespec time; /* a timeval has the same shape here */
    if (!tracee_read(t->tid, at, &time, sizeof(time)))
        return false;
    if (time.tv_sec > INT32_MAX)
        time.tv_sec = INT32_MAX;
    *ns = time.tv_sec * NS_PER_SECOND + time.tv_nsec * (microseconds ? NS_PER_US : 1);
    return true;
}

/* For how long a call of clock_nanosleep(2) is to sleep, whose time may be one of a clock. */
static bool read_sleep(struct thread *t, int64_t *ns)
{
    const uint64_t *args = t->call.made.args;
    struct timespec now;
    if (!read_limit(t, args[2], false, ns))
        return false;
    if ((args[1] & TIMER_ABSTIME) && clock_gettime((clockid_t)args[0], &now) == 0)
        *ns -= now.tv_sec * NS_PER_SECOND + now.tv_nsec;
    *ns = *ns < 0 ? 0 : *ns;
    return true;
}

/* How long the call of T may wait, in nanoseconds; false: as long as it wants. */
static bool get_limit(struct thread *t, int64_t *ns)
{
    const struct call *call = t->call.is;
    uint64_t value = t->call.made.args[call->limit_arg];
    switch (call->limit) {
    case LIMIT_MS:
        *ns = (int64_t)(int32_t)value * NS_PER_MS;
        return (int32_t)value >= 0;
    case LIMIT_TIMEVAL:
        return value && read_limit(t, value, true, ns);
    case LIMIT_TIMESPEC:
        return value && read_limit(t, value, false, ns);
    case LIMIT_CLOCK:
        return value && read_sleep(t, ns);
    default:
        return false;
    }
}

static bool is_sleep(long number)
{
    return number == SYS_nanosleep || number == SYS_clock_nanosleep;
}

/* What is to be called in place of CALL, which has a limit of time: the same without. */
static struct tracee_call without_limit(const struct thread_call *call)
{
    struct tracee_call instead = call->made;
    if (is_sleep(instead.number))
        return (struct tracee_call){ .number = SYS_ppoll };
    instead.args[call->is->limit_arg] = call->is->limit == LIMIT_MS ? (uint64_t)-1 : 0;
    return instead;
}

/* Writes into the program's memory how much of a limit was left, as the kernel does. */
static void write_left(struct threads *threads, size_t i, const struct thread_call *call)
{
    struct thread *t = &threads->v[i];
    int64_t left = t->expired ? 0 : call->deadline - threads->turns->now;
    uint64_t at = call->made.args[call->is->limit_arg];
    if (is_sleep(call->made.number))
        at = t->expired ? 0 : call->made.args[call->is->limit_arg + 1];
    if (call->is->limit == LIMIT_MS || at == 0 || left < 0)
        return;
    long unit = call->is->limit == LIMIT_TIMEVAL ? NS_PER_US : 1;
    struct timespec time = { left / NS_PER_SECOND, left % NS_PER_SECOND / unit };
    tracee_write(t->tid, at, &time, sizeof(time));
}

/* select(2) that was in vain leaves no descriptor in its sets; a call that is broken off does. */
static void clear_sets(struct thread *t, const struct thread_call *call)
{
    static const unsigned char none[128];
    size_t bytes = (size_t)(call->made.args[0] + 63) / 64 * 8;
#ifdef SYS_select
    if (call->made.number != SYS_select && call->made.number != SYS_pselect6)
        return;
#else
    if (call->made.number != SYS_pselect6)
        return;
#endif
    for (int set = 1; set <= 3; set++)
        if (call->made.args[set] && bytes <= sizeof(none))
            tracee_write(t->tid, call->made.args[set], none, bytes);
}

#ifdef SYS_alarm
#define IS_ALARM(number) ((number) == SYS_alarm)
#else
#define IS_ALARM(number) false
#endif

/* In how many nanoseconds a timer goes off that the call of T has set; 0: never. */
static int64_t read_timer(struct thread *t)
{
    const struct tracee_call *call = &t->call.made;
    struct itimerval timer;
    int64_t in = 0;
    if (IS_ALARM(call->number))
        return (int64_t)(uint32_t)call->args[0] * NS_PER_SECOND;
    if (call->number == SYS_timerfd_settime)
        return read_limit(t, call->args[2] + sizeof(struct timespec), false, &in) ? in : 0;
    if (!tracee_read(t->tid, call->args[1], &timer, sizeof(timer)))
        return 0;
    return timer.it_value.tv_sec * NS_PER_SECOND + timer.it_value.tv_usec * NS_PER_US;
}

/* Notes when a timer goes off that the call of T, which went well, has set. */
static void note_alarm(const struct threads *threads, struct thread *t)
{
    long number = t->call.made.number;
    if (!IS_ALARM(number) && number != SYS_setitimer && number != SYS_timerfd_settime)
        return;
    int64_t in = read_timer(t);
    t->alarm = in > 0 ? threads->turns->now + in : TURNS_NEVER;
}

int64_t threads_alarm(const struct threads *threads)
{
    int64_t first = TURNS_NEVER;
    for (size_t i = 0; i < threads->turns->n; i++) {
        int64_t alarm = threads->v[i].state == THREAD_GONE ? TURNS_NEVER : threads->v[i].alarm;
        if (alarm > threads->turns->now && (first == TURNS_NEVER || alarm < first))
            first = alarm;
    }
    return first;
}

/* --- Stops --- */

/* Tells whether nobody would see SIGNAL, if it came to T. */
static bool is_unwanted(const struct threads *threads, const struct thread *t, int signal)
{
    bool silent = signal == SIGCHLD || signal == SIGURG || signal == SIGWINCH || signal == SIGCONT;
    return files_ignores(threads->proc, t->tid, signal) ||
           (silent && !files_catches(threads->proc, t->tid, signal));
}

/* Takes it that the call of THREAD has returned RESULT to its program. */
static void finish_call(struct threads *threads, size_t i, int64_t result)
{
    struct thread *t = &threads->v[i];
    bool in_vain = result == -EAGAIN || t->call.made.number == SYS_sched_yield ||
                   (result == 0 && !t->expired && t->call.is->limit != LIMIT_NONE);
    if (t->open)
        tell_return(threads, i, &t->call, result);
    if (result >= 0)
        note_alarm(threads, t);
    t->open = t->expired = t->interrupted = false;
    hold(threads, i, THREAD_AT_RETURN);
    threads->turns->threads[i].asked = in_vain;
    if (!in_vain)
        turns_stir(threads->turns);
}

/* The time of the call that THREAD was in is over: it returns what the kernel would have. */
static int64_t expired_result(const struct thread *t)
{
    return t->call.made.number == SYS_rt_sigtimedwait ? -EAGAIN : 0;
}

/* The handler of a signal is over; RESULT is what the call outside of it gives. */
static void leave_handler(struct threads *threads, size_t i, int64_t result)
{
    struct thread *t = &threads->v[i];
    struct thread_call outside = t->outside;
    t->outside.is = NULL;
    t->call.is = NULL;
    if (outside.is && result == -EINTR) {
        if (outside.deadline != TURNS_NEVER)
            tracee_set_result(t->tid, &outside.made, result);
        tell_return(threads, i, &outside, result);
    } else if (outside.is) {
        t->call = outside;
    }
    t->open = outside.is && result != -EINTR;
    hold(threads, i, THREAD_AT_RETURN);
}

static void take_return(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    int64_t result;
    if (!tracee_get_result(t->tid, &result))
        return;
    if (t->call.made.number == SYS_rt_sigreturn) {
        leave_handler(threads, i, result);
        return;
    }
    bool broken = result == -EINTR || (result >= RESTART_FIRST && result <= RESTART_LAST);
    if (t->expired && broken)
        result = expired_result(t);
    bool timed = t->call.deadline != TURNS_NEVER;
    if (timed && (!broken || t->expired || is_sleep(t->call.made.number)))
        write_left(threads, i, &t->call);
    if (t->expired && broken)
        clear_sets(t, &t->call);
    if (broken && !t->expired) {
        t->interrupted = true;
        t->result = result;
        hold(threads, i, THREAD_AT_RETURN);
        return;
    }
    if (timed)
        tracee_set_result(t->tid, &t->call.made, result);
    finish_call(threads, i, result);
}

static bool is_same_call(const struct tracee_call *a, const struct tracee_call *b)
{
    return a->number == SYS_restart_syscall ||
           (a->number == b->number && memcmp(a->args, b->args, sizeof(a->args)) == 0);
}

/* Stopped at the entry of a call that is traced. */
static void take_entry(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    struct tracee_call made;
    if (t->state == THREAD_SETTING_UP || !tracee_get_call(t->tid, &made)) {
        tracee_run(t->tid, 0);
        return;
    }
    if (t->open && is_same_call(&made, &t->call.instead)) {
        t->interrupted = false;
        t->state = THREAD_CALLS;
        turns_unready(threads->turns, i);
        threads->turns->threads[i].deadline = t->call.deadline;
        tracee_run_call(t->tid, 0);
        return;
    }
    t->open = t->interrupted = false;
    t->call = (struct thread_call){ call_find(made.number), made, made, TURNS_NEVER };
    hold(threads, i, THREAD_AT_CALL);
}

/* SIGNAL is about to be delivered. */
static void take_signal(struct threads *threads, size_t i, int signal)
{
    struct thread *t = &threads->v[i];
    if (t->state == THREAD_SETTING_UP) {
        tracee_run(t->tid, signal);
        return;
    }
    bool unwanted = is_unwanted(threads, t, signal);
    if (!unwanted)
        tell_value(threads, EVENT_SIGNAL, i, signal);
    if (unwanted && t->interrupted && t->result == -EINTR) {
        tracee_call_again(t->tid, &t->call.instead);
    } else if (!unwanted && t->open && files_catches(threads->proc, t->tid, signal)) {
        t->outside = t->call;
        t->open = false;
    }
    t->state = THREAD_RUNS;
    tracee_run(t->tid, signal);
}

static void take_exec(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    struct event event;
    if (t->state == THREAD_SETTING_UP) {
        open_files(threads, i);
        event = event_of(threads, EVENT_BORN, i);
        event.value = BORN_PROGRAM;
        threads->tell(threads->owner, &event);
        hold(threads, i, THREAD_AT_START);
        return;
    }
    event = event_of(threads, EVENT_EXEC, i);
    event.len = (uint32_t)files_program(threads->proc, t->tid, event.data, EVENT_BYTES);
    threads->tell(threads->owner, &event);
    tracee_run_call(t->tid, 0);
}

/* PTRACE_EVENT_STOP: it is new, or was interrupted, or a signal has stopped it, or it goes on. */
static void take_stop(struct threads *threads, size_t i, int signal)
{
    struct thread *t = &threads->v[i];
    if (t->state == THREAD_BORN) {
        hold(threads, i, THREAD_AT_START);
    } else if (signal == SIGTRAP) {
        if (t->state == THREAD_STOPPED)
            t->state = THREAD_RUNS;
        tracee_run(t->tid, 0);
    } else {
        t->state = THREAD_STOPPED;
        turns_unready(threads->turns, i);
        tracee_leave_stopped(t->tid);
    }
}

static void take_event(struct threads *threads, size_t i, int event, int signal)
{
    struct thread *t = &threads->v[i];
    unsigned long message = 0;
    if (event == PTRACE_EVENT_SECCOMP) {
        take_entry(threads, i);
    } else if (event == PTRACE_EVENT_EXEC) {
        take_exec(threads, i);
    } else if (event == PTRACE_EVENT_STOP) {
        take_stop(threads, i, signal);
    } else {
        if (event != PTRACE_EVENT_VFORK_DONE && tracee_message(t->tid, &message))
            add_child(threads, i, (pid_t)message, event);
        tracee_run_call(t->tid, 0);
    }
}

/* A thread that executes takes the number of its process' first, whoever it was before. */
static void take_over(struct threads *threads, pid_t tid)
{
    unsigned long before;
    if (!tracee_message(tid, &before) || (pid_t)before == tid)
        return;
    size_t leader = find(threads, tid), i = find(threads, (pid_t)before);
    if (leader < threads->turns->n) {
        threads->v[leader].main = false; /* that process goes on */
        end(threads, leader, 0);
    }
    if (i == threads->turns->n)
        return;
    threads->v[i].tid = tid;
    open_files(threads, i);
}

static void take_status(struct threads *threads, pid_t tid, int status)
{
    int event = status >> 16;
    if (WIFSTOPPED(status) && event == PTRACE_EVENT_EXEC)
        take_over(threads, tid);
    size_t i = find(threads, tid);
    if (i == threads->turns->n) {
        if (WIFSTOPPED(status) && threads->nstrays < THREADS_STRAYS)
            threads->strays[threads->nstrays++] = tid;
    } else if (!WIFSTOPPED(status)) {
        end(threads, i, status);
    } else if (event) {
        take_event(threads, i, event, WSTOPSIG(status));
    } else if (WSTOPSIG(status) == SYSCALL_STOP) {
        take_return(threads, i);
    } else {
        take_signal(threads, i, WSTOPSIG(status));
    }
}

/*
 * Takes what came of the first process of HOST. No signal is delivered: one that is traced gets
 * also those from its own programs that a pid namespace keeps from it, and SIGSTOP would stop it
 * (ptrace(2), pid_namespaces(7)).
 */
static void take_first(struct threads *threads, size_t host, int status)
{
    struct thread_first *first = &threads->firsts[host];
    int event = status >> 16;
    unsigned long child = 0;
    if (!WIFSTOPPED(status)) {
        first->pid = 0;
        return;
    }
    if (event == PTRACE_EVENT_FORK && tracee_message(first->pid, &child))
        add_program(threads, host, (pid_t)child);
    tracee_run(first->pid, 0);
}

static size_t find_first(const struct threads *threads, pid_t pid)
{
    size_t host = 0;
    while (host < threads->nhosts && threads->firsts[host].pid != pid)
        host++;
    return host;
}

bool threads_take(struct threads *threads)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
        size_t host = find_first(threads, pid);
        if (host < threads->nhosts)
            take_first(threads, host, status);
        else
            take_status(threads, pid, status);
    }
    return !(pid < 0 && errno == ECHILD);
}

/* --- Letting go --- */

bool threads_seize(struct threads *threads, size_t host, pid_t pid)
{
    threads->firsts[host] = (struct thread_first){ .pid = pid };
    return tracee_seize(pid);
}

void threads_expect(struct threads *threads, size_t host, size_t program)
{
    struct thread_first *first = &threads->firsts[host];
    first->expected[first->nexpected++ % THREADS_EXPECTED] = (uint8_t)program;
}

/* Tells whether T is its process' first thread, has ended, and others have not. */
static bool is_survived(const struct threads *threads, const struct thread *t)
{
    for (size_t i = 0; i < threads->turns->n; i++) {
        const struct thread *other = &threads->v[i];
        if (other != t && other->process == t->process && other->state != THREAD_GONE)
            return t->tid == t->process && files_is_zombie(t->status);
    }
    return false;
}

bool threads_run(struct threads *threads)
{
    for (size_t i = 0; i < threads->nhosts; i++)
        if (threads->firsts[i].pid && threads->firsts[i].nstarted < threads->firsts[i].nexpected)
            return true;
    for (size_t i = 0; i < threads->turns->n; i++) {
        const struct thread *t = &threads->v[i];
        if (t->state == THREAD_SETTING_UP || t->state == THREAD_BORN)
            return true;
        if ((t->state == THREAD_RUNS || t->state == THREAD_CALLS) &&
            !files_waits(t->calling, t->status) && !is_survived(threads, t))
            return true;
    }
    return false;
}

size_t threads_spinning(struct threads *threads, int64_t ns)
{
    size_t i = 0;
    for (; i < threads->turns->n; i++) {
        struct thread *t = &threads->v[i];
        if (t->state != THREAD_RUNS && t->state != THREAD_CALLS)
            continue;
        int64_t ran = files_ran(threads->proc, t->tid);
        if (t->ran && ran - t->ran > ns)
            break;
        t->ran = t->ran ? t->ran : ran;
    }
    return i;
}

static void begin_call(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    int64_t limit;
    t->state = THREAD_CALLS;
    if (t->call.made.number == SYS_exit || t->call.made.number == SYS_exit_group) {
        tell_call(threads, i);
        t->state = THREAD_RUNS;
        tracee_run(t->tid, 0);
        return;
    }
    if (t->call.is && t->call.made.number != SYS_rt_sigreturn)
        tell_call(threads, i);
    if (t->call.is && get_limit(t, &limit) && (limit > 0 || is_sleep(t->call.made.number))) {
        t->call.instead = without_limit(&t->call);
        t->call.deadline = threads->turns->now + limit;
        threads->turns->threads[i].deadline = t->call.deadline;
        tracee_set_call(t->tid, &t->call.instead);
    }
    tracee_run_call(t->tid, 0);
}

void threads_go(struct threads *threads, size_t i)
{
    struct thread *t = &threads->v[i];
    turns_unready(threads->turns, i);
    t->ran = 0;
    if (t->state == THREAD_AT_CALL) {
        begin_call(threads, i);
        return;
    }
    t->state = THREAD_RUNS;
    tracee_run(t->tid, 0);
}

void threads_expire(struct threads *threads, size_t i)
{
    threads->v[i].expired = true;
    threads->turns->threads[i].deadline = TURNS_NEVER;
    tracee_interrupt(threads->v[i].tid);
}
