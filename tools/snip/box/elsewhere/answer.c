#include "box/elsewhere/answer.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/sockios.h>
#include <mqueue.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"

enum {
    SCRATCH = 256,        /* bytes below the stack pointer, where signals' frames lie too */
    CONTROL_BYTES = 1024, /* that are looked at of a message's control data */
    MESSAGES = 64,        /* of one recvmmsg(2) that are looked at */
    FIRST_PROCESSOR = 3,
};

/* A clock that counts from the machine's start has not come so far: three years, in seconds. */
#define CALENDAR 100000000

/* What the kernel's headers name by the size of their times. */
enum { TIMESTAMP_NEW = 63, TIMESTAMPNS_NEW = 64, TIMESTAMPING_NEW = 65 };

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * CLOCK_S + now.tv_nsec;
}

/* --- Times --- */

/* Adds to the seconds at AT in the memory of TID. */
static void shift_at(pid_t tid, uint64_t at, int64_t seconds)
{
    int64_t value;
    if (at && tracee_read(tid, at, &value, sizeof(value))) {
        value += seconds;
        tracee_write(tid, at, &value, sizeof(value));
    }
}

/* Tells whether the time of a file is one of this run, and not one that was set. */
static bool is_of_run(const struct answers *a, int64_t seconds, int64_t ns)
{
    int64_t at = seconds * CLOCK_S + ns;
    return at >= a->since && at <= now_ns() + CLOCK_S;
}

static bool shift_timespec(const struct answers *a, struct timespec *time)
{
    bool shifted = is_of_run(a, time->tv_sec, time->tv_nsec);
    time->tv_sec += shifted ? a->world.shift : 0;
    return shifted;
}

static void shift_stat(const struct answers *a, pid_t tid, uint64_t at)
{
    struct stat st;
    if (!tracee_read(tid, at, &st, sizeof(st)))
        return;
    bool shifted = shift_timespec(a, &st.st_atim);
    shifted |= shift_timespec(a, &st.st_mtim);
    shifted |= shift_timespec(a, &st.st_ctim);
    if (shifted)
        tracee_write(tid, at, &st, sizeof(st));
}

static void shift_statx(const struct answers *a, pid_t tid, uint64_t at)
{
    struct statx st;
    if (!tracee_read(tid, at, &st, sizeof(st)))
        return;
    struct statx_timestamp *times[] = { &st.stx_atime, &st.stx_btime, &st.stx_ctime,
                                        &st.stx_mtime };
    bool any = false;
    for (size_t i = 0; i < COUNT(times); i++) {
        bool shifted = is_of_run(a, times[i]->tv_sec, times[i]->tv_nsec);
        times[i]->tv_sec += shifted ? a->world.shift : 0;
        any |= shifted;
    }
    if (any)
        tracee_write(tid, at, &st, sizeof(st));
}

/* How many times a control message of KIND holds, one behind the other. */
static size_t count_times(int kind)
{
    switch (kind) {
    case SO_TIMESTAMP:
    case SO_TIMESTAMPNS:
    case TIMESTAMP_NEW:
    case TIMESTAMPNS_NEW:
        return 1;
    case SO_TIMESTAMPING:
    case TIMESTAMPING_NEW:
        return 3;
    default:
        return 0;
    }
}

/* Shifts when packets arrived, in the control data of the message at AT. */
static void shift_message(const struct answers *a, pid_t tid, uint64_t at)
{
    _Alignas(struct cmsghdr) unsigned char control[CONTROL_BYTES];
    struct msghdr message;
    if (!tracee_read(tid, at, &message, sizeof(message)) || !message.msg_control)
        return;
    uint64_t place = (uint64_t)(uintptr_t)message.msg_control;
    size_t len = message.msg_controllen < sizeof(control) ? message.msg_controllen
                                                          : sizeof(control);
    if (len < sizeof(struct cmsghdr) || !tracee_read(tid, place, control, len))
        return;
    for (size_t i = 0; i + sizeof(struct cmsghdr) <= len;) {
        struct cmsghdr head;
        memcpy(&head, control + i, sizeof(head));
        if (head.cmsg_len < sizeof(head) || head.cmsg_len > len - i)
            return;
        size_t times = head.cmsg_level == SOL_SOCKET ? count_times(head.cmsg_type) : 0;
        for (size_t k = 0;
             k < times && CMSG_LEN((k + 1) * sizeof(struct timespec)) <= head.cmsg_len; k++) {
            struct timespec time;
            size_t offset = i + CMSG_LEN(k * sizeof(time));
            memcpy(&time, control + offset, sizeof(time));
            if (time.tv_sec)
                shift_at(tid, place + offset, a->world.shift);
        }
        i += CMSG_ALIGN(head.cmsg_len);
    }
}

static void shift_messages(const struct answers *a, pid_t tid, uint64_t at, int64_t count)
{
    for (int64_t i = 0; i < count && i < MESSAGES; i++)
        shift_message(a, tid, at + (uint64_t)i * sizeof(struct mmsghdr));
}

#ifdef SYS_time
#define IS_TIME(number) ((number) == SYS_time)
#else
#define IS_TIME(number) false
#endif

static void shift_time(const struct answers *a, pid_t tid, const struct tracee_call *made,
                       int64_t result)
{
    shift_at(tid, made->args[0], a->world.shift);
    tracee_set_result(tid, made, result + a->world.shift);
}

/* What the call MADE gave tells a date: of another calendar. */
static void answer_date(const struct answers *a, pid_t tid, const struct tracee_call *made,
                        int64_t result)
{
    const uint64_t *args = made->args;
    if (IS_TIME(made->number)) {
        shift_time(a, tid, made, result);
        return;
    }
    switch (made->number) {
    case SYS_clock_gettime:
        shift_at(tid, args[1], a->world.shift);
        break;
    case SYS_gettimeofday:
        shift_at(tid, args[0], a->world.shift);
        break;
    case SYS_ioctl: /* of the last packet */
        shift_at(tid, args[2], a->world.shift);
        break;
#ifdef SYS_stat
    case SYS_stat:
    case SYS_lstat:
#endif
    case SYS_fstat:
        shift_stat(a, tid, args[1]);
        break;
    case SYS_newfstatat:
        shift_stat(a, tid, args[2]);
        break;
    case SYS_statx:
        shift_statx(a, tid, args[4]);
        break;
    case SYS_recvmsg:
        shift_message(a, tid, args[1]);
        break;
    case SYS_recvmmsg:
        shift_messages(a, tid, args[1], result);
        break;
    default:
        break;
    }
}

/* --- Deadlines --- */

/* Which argument of a call is a deadline of the calendar, or may be one; -1: none. */
static int deadline_of(const struct tracee_call *call)
{
    switch (call->number) {
    case SYS_clock_nanosleep:
        return (call->args[0] == CLOCK_REALTIME && (call->args[1] & TIMER_ABSTIME)) ? 2 : -1;
    case SYS_timer_settime:
    case SYS_timerfd_settime:
        return (call->args[1] & TIMER_ABSTIME) ? 2 : -1;
    case SYS_futex:
        return 3; /* the filter lets no other one come here */
    case SYS_mq_timedsend:
    case SYS_mq_timedreceive:
        return 4;
    default:
        return -1;
    }
}

/*
 * Gives the call of TID a deadline that is as far away by the machine's calendar as the one it has
 * made is by that of the other world. Returns whether it did.
 */
static bool set_deadline_back(const struct answers *a, pid_t tid, const struct tracee_call *made)
{
    struct itimerspec timer = { 0 };
    int arg = deadline_of(made);
    bool is_timer = made->number == SYS_timer_settime || made->number == SYS_timerfd_settime;
    size_t size = is_timer ? sizeof(timer) : sizeof(timer.it_value);
    void *copy = is_timer ? (void *)&timer : (void *)&timer.it_value;
    uint64_t stack;
    if (arg < 0 || !made->args[arg] || !tracee_read(tid, made->args[arg], copy, size) ||
        timer.it_value.tv_sec < CALENDAR || !tracee_get_stack(tid, &stack))
        return false;
    timer.it_value.tv_sec -= a->world.shift;
    struct tracee_call instead = *made;
    instead.args[arg] = (stack - SCRATCH) & ~UINT64_C(15);
    return tracee_write(tid, instead.args[arg], copy, size) && tracee_set_call(tid, &instead);
}

/* --- The machine --- */

static void answer_uname(pid_t tid, uint64_t at)
{
    struct utsname name;
    if (!tracee_read(tid, at, &name, sizeof(name)))
        return;
    memset(name.release, 0, sizeof(name.release));
    memset(name.version, 0, sizeof(name.version));
    memcpy(name.release, ELSEWHERE_RELEASE, sizeof(ELSEWHERE_RELEASE));
    memcpy(name.version, ELSEWHERE_VERSION, sizeof(ELSEWHERE_VERSION));
    tracee_write(tid, at, &name, sizeof(name));
}

static void answer_sysinfo(pid_t tid, uint64_t at)
{
    struct sysinfo info;
    if (!tracee_read(tid, at, &info, sizeof(info)))
        return;
    unsigned long *const sizes[] = { &info.totalram, &info.freeram, &info.sharedram,
                                     &info.bufferram };
    for (size_t i = 0; i < COUNT(sizes); i++)
        *sizes[i] -= *sizes[i] / 3;
    for (size_t i = 0; i < COUNT(info.loads); i++)
        info.loads[i] = 12345 + info.loads[i] / 2;
    info.procs = (unsigned short)(info.procs + 7);
    tracee_write(tid, at, &info, sizeof(info));
}

/* Which processors TID may run on: as many as here, or in another world more, and other ones. */
static void answer_affinity(const struct answers *a, pid_t tid, uint64_t at, int64_t size)
{
    cpu_set_t real, set;
    CPU_ZERO(&real);
    CPU_ZERO(&set);
    size_t bytes = (size_t)size < sizeof(set) ? (size_t)size : sizeof(set);
    if (!tracee_read(tid, at, &real, bytes))
        return;
    bool other = elsewhere_in(&a->world, ELSEWHERE_PROCESSORS);
    unsigned left = a->processors + (other ? ELSEWHERE_MORE : 0);
    for (int cpu = 0; cpu < CPU_SETSIZE && left > 0; cpu++) {
        if (other ? cpu < FIRST_PROCESSOR : !CPU_ISSET(cpu, &real))
            continue;
        CPU_SET(cpu, &set);
        left--;
    }
    tracee_write(tid, at, &set, bytes);
}

static void answer_getcpu(pid_t tid, uint64_t at)
{
    unsigned cpu;
    if (at && tracee_read(tid, at, &cpu, sizeof(cpu))) {
        cpu += FIRST_PROCESSOR;
        tracee_write(tid, at, &cpu, sizeof(cpu));
    }
}

static void answer_machine(const struct answers *a, pid_t tid, const struct tracee_call *made,
                           int64_t result)
{
    const struct elsewhere *world = &a->world;
    if (made->number == SYS_uname && elsewhere_in(world, ELSEWHERE_KERNEL))
        answer_uname(tid, made->args[0]);
    else if (made->number == SYS_sysinfo && elsewhere_in(world, ELSEWHERE_MACHINE))
        answer_sysinfo(tid, made->args[0]);
    else if (made->number == SYS_sched_getaffinity)
        answer_affinity(a, tid, made->args[2], result);
    else if (made->number == SYS_getcpu && elsewhere_in(world, ELSEWHERE_PROCESSORS))
        answer_getcpu(tid, made->args[0]);
}

bool answer_begin(const struct answers *answers, pid_t tid, struct answer *answer)
{
    bool dated = elsewhere_in(&answers->world, ELSEWHERE_DATE);
    answer->restore = false;
    switch (answer->made.number) {
    case SYS_uname:
    case SYS_sysinfo:
    case SYS_sched_getaffinity:
    case SYS_getcpu:
        return true;
    case SYS_clock_gettime:
    case SYS_gettimeofday:
    case SYS_ioctl:
    case SYS_fstat:
    case SYS_newfstatat:
    case SYS_statx:
    case SYS_recvmsg:
    case SYS_recvmmsg:
#ifdef SYS_stat
    case SYS_stat:
    case SYS_lstat:
    case SYS_time:
#endif
        return dated;
    default:
        answer->restore = dated && set_deadline_back(answers, tid, &answer->made);
        return answer->restore;
    }
}

void answer_end(const struct answers *answers, pid_t tid, const struct answer *answer)
{
    int64_t result;
    if (!tracee_get_result(tid, &result))
        return;
    if (answer->restore)
        tracee_set_result(tid, &answer->made, result);
    else if (result >= 0 && elsewhere_in(&answers->world, ELSEWHERE_DATE))
        answer_date(answers, tid, &answer->made, result);
    if (result >= 0 && !answer->restore)
        answer_machine(answers, tid, &answer->made, result);
}
