/*
 * As in box/look/calls.c: where the C library has another call than the one a program names, and
 * the choice differs between architectures and versions (select is pselect6, open is openat), the
 * name is that of the manual page which describes both. So it is by an alias where
 * the library's call can do more than the one a program names (send is sendto).
 */
#include "box/trace/call.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

#include <linux/sockios.h>

#include "base/mem.h"
#include "box/trace/event.h"

enum {
    MANY = 16,   /* iovecs, messages, strings: no more of them are looked at */
    PAGE = 4096, /* or a divisor of it: memory ends where one does */
};

enum { WAITS = CALL_WAITS, SHOWN = CALL_SHOWN, BOTH = CALL_WAITS | CALL_SHOWN };

/* The rest of a row are its arguments. */
#define TIMED(NUMBER, NAME, FLAGS, LIMIT, LIMIT_ARG, ...)                                          \
    {                                                                                              \
        .number = SYS_##NUMBER, .name = NAME, .args = { __VA_ARGS__ }, .flags = (FLAGS),           \
        .limit = (LIMIT), .limit_arg = (LIMIT_ARG)                                                 \
    }
#define CALL(NUMBER, NAME, FLAGS, ...) TIMED(NUMBER, NAME, FLAGS, LIMIT_NONE, 0, __VA_ARGS__)

static const struct call calls[] = {
    /* sockets */
    CALL(socket, "socket", SHOWN, ARG_FAMILY, ARG_TYPE, ARG_PROTOCOL),
    CALL(socketpair, "socketpair", SHOWN, ARG_FAMILY, ARG_TYPE, ARG_PROTOCOL, ARG_PAIR_OUT),
    CALL(bind, "bind", SHOWN, ARG_FD, ARG_ADDRESS),
    CALL(listen, "listen", SHOWN, ARG_FD, ARG_INT),
    CALL(connect, "connect", BOTH, ARG_FD, ARG_ADDRESS),
    CALL(accept, "accept", BOTH, ARG_FD, ARG_ADDRESS_OUT),
    CALL(accept4, "accept4", BOTH, ARG_FD, ARG_ADDRESS_OUT, ARG_HIDDEN, ARG_TYPE_FLAGS),
    CALL(getsockname, "getsockname", 0, ARG_FD, ARG_ADDRESS_OUT),
    CALL(getpeername, "getpeername", 0, ARG_FD, ARG_ADDRESS_OUT),
    CALL(shutdown, "shutdown", SHOWN, ARG_FD, ARG_SHUT),
    CALL(setsockopt, "setsockopt", 0, ARG_FD, ARG_LEVEL, ARG_OPTION, ARG_VALUE),
    CALL(getsockopt, "getsockopt", 0, ARG_FD, ARG_LEVEL, ARG_OPTION, ARG_VALUE_OUT),
    CALL(sendto, "sendto", BOTH, ARG_FD, ARG_BYTES, ARG_SIZE, ARG_MSG_FLAGS, ARG_ADDRESS),
    CALL(recvfrom, "recvfrom", BOTH, ARG_FD, ARG_BYTES_OUT, ARG_SIZE, ARG_MSG_FLAGS,
         ARG_ADDRESS_OUT),
    CALL(sendmsg, "sendmsg", BOTH, ARG_FD, ARG_MESSAGE, ARG_MSG_FLAGS),
    CALL(recvmsg, "recvmsg", BOTH, ARG_FD, ARG_MESSAGE_OUT, ARG_MSG_FLAGS),
    CALL(sendmmsg, "sendmmsg", BOTH, ARG_FD, ARG_MESSAGES, ARG_INT, ARG_MSG_FLAGS),
    TIMED(recvmmsg, "recvmmsg", BOTH, LIMIT_TIMESPEC, 4, ARG_FD, ARG_MESSAGES_OUT, ARG_INT,
          ARG_MSG_FLAGS, ARG_TIMESPEC),
    /* descriptors */
    CALL(read, "read", BOTH, ARG_FD, ARG_BYTES_OUT, ARG_SIZE),
    CALL(write, "write", BOTH, ARG_FD, ARG_BYTES, ARG_SIZE),
    CALL(readv, "readv", BOTH, ARG_FD, ARG_IOVEC_OUT, ARG_INT),
    CALL(writev, "writev", BOTH, ARG_FD, ARG_IOVEC, ARG_INT),
    CALL(sendfile, "sendfile", BOTH, ARG_FD, ARG_FD, ARG_HIDDEN, ARG_SIZE),
    CALL(splice, "splice", BOTH, ARG_FD, ARG_HIDDEN, ARG_FD, ARG_HIDDEN, ARG_SIZE,
         ARG_SPLICE_FLAGS),
    CALL(tee, "tee", BOTH, ARG_FD, ARG_FD, ARG_SIZE, ARG_SPLICE_FLAGS),
    CALL(vmsplice, "vmsplice", BOTH, ARG_FD, ARG_IOVEC, ARG_INT, ARG_SPLICE_FLAGS),
    CALL(close, "close", BOTH, ARG_FD),
    CALL(close_range, "close_range", SHOWN, ARG_FD, ARG_FD),
    CALL(dup, "dup", 0, ARG_FD),
    CALL(dup3, "dup2", 0, ARG_FD, ARG_FD, ARG_NEW_FLAGS),
    CALL(pipe2, "pipe", 0, ARG_PAIR_OUT, ARG_NEW_FLAGS),
    CALL(fcntl, "fcntl", WAITS, ARG_FD, ARG_FCNTL, ARG_FCNTL_VALUE),
    CALL(flock, "flock", WAITS, ARG_FD, ARG_LOCK),
    CALL(ioctl, "ioctl", WAITS, ARG_FD, ARG_IOCTL, ARG_IOCTL_VALUE),
    CALL(openat, "open", WAITS, ARG_FOLDER, ARG_STRING, ARG_OPEN_FLAGS),
#ifdef SYS_dup2
    CALL(dup2, "dup2", 0, ARG_FD, ARG_FD),
#endif
#ifdef SYS_pipe
    CALL(pipe, "pipe", 0, ARG_PAIR_OUT),
#endif
#ifdef SYS_open
    CALL(open, "open", WAITS, ARG_STRING, ARG_OPEN_FLAGS),
#endif
    /* waiting for them */
    TIMED(ppoll, "poll", BOTH, LIMIT_TIMESPEC, 2, ARG_POLLFDS, ARG_HIDDEN, ARG_TIMESPEC,
          ARG_SIGSET),
    TIMED(pselect6, "select", BOTH, LIMIT_TIMESPEC, 4, ARG_INT, ARG_FDSET, ARG_FDSET, ARG_FDSET,
          ARG_TIMESPEC),
    CALL(epoll_create1, "epoll_create", 0, ARG_NEW_FLAGS),
    CALL(epoll_ctl, "epoll_ctl", 0, ARG_FD, ARG_EPOLL_OP, ARG_FD, ARG_EVENT),
    TIMED(epoll_pwait, "epoll_wait", BOTH, LIMIT_MS, 3, ARG_FD, ARG_EVENTS_OUT, ARG_INT, ARG_MS,
          ARG_SIGSET),
#ifdef SYS_poll
    TIMED(poll, "poll", BOTH, LIMIT_MS, 2, ARG_POLLFDS, ARG_HIDDEN, ARG_MS),
#endif
#ifdef SYS_select
    TIMED(select, "select", BOTH, LIMIT_TIMEVAL, 4, ARG_INT, ARG_FDSET, ARG_FDSET, ARG_FDSET,
          ARG_TIMEVAL),
#endif
#ifdef SYS_epoll_create
    CALL(epoll_create, "epoll_create", 0, ARG_HIDDEN),
#endif
#ifdef SYS_epoll_wait
    TIMED(epoll_wait, "epoll_wait", BOTH, LIMIT_MS, 3, ARG_FD, ARG_EVENTS_OUT, ARG_INT, ARG_MS),
#endif
#ifdef SYS_epoll_pwait2
    TIMED(epoll_pwait2, "epoll_wait", BOTH, LIMIT_TIMESPEC, 3, ARG_FD, ARG_EVENTS_OUT, ARG_INT,
          ARG_TIMESPEC, ARG_SIGSET),
#endif
    CALL(eventfd2, "eventfd", 0, ARG_INT, ARG_NEW_FLAGS),
    CALL(signalfd4, "signalfd", 0, ARG_FD, ARG_SIGSET, ARG_HIDDEN, ARG_NEW_FLAGS),
    CALL(timerfd_create, "timerfd_create", 0, ARG_CLOCK, ARG_NEW_FLAGS),
    CALL(timerfd_settime, "timerfd_settime", 0, ARG_FD, ARG_TIMER_FLAGS, ARG_ITIMERSPEC),
    /* time */
    TIMED(nanosleep, "nanosleep", BOTH, LIMIT_TIMESPEC, 0, ARG_TIMESPEC),
    TIMED(clock_nanosleep, "clock_nanosleep", BOTH, LIMIT_CLOCK, 2, ARG_SLEEP_CLOCK,
          ARG_TIMER_FLAGS, ARG_TIMESPEC),
    CALL(setitimer, "setitimer", SHOWN, ARG_TIMER, ARG_ITIMERVAL),
    CALL(sched_yield, "sched_yield", 0, ARG_NONE),
#ifdef SYS_alarm
    CALL(alarm, "alarm", SHOWN, ARG_SIZE),
#endif
    /* signals */
    CALL(kill, "kill", SHOWN, ARG_INT, ARG_SIGNAL),
    CALL(tkill, "tkill", SHOWN, ARG_INT, ARG_SIGNAL),
    CALL(tgkill, "tgkill", SHOWN, ARG_INT, ARG_INT, ARG_SIGNAL),
    CALL(rt_sigqueueinfo, "sigqueue", SHOWN, ARG_INT, ARG_SIGNAL),
    CALL(pidfd_send_signal, "pidfd_send_signal", SHOWN, ARG_FD, ARG_SIGNAL),
    CALL(rt_sigsuspend, "sigsuspend", BOTH, ARG_SIGSET),
    CALL(rt_sigreturn, "sigreturn", 0, ARG_NONE), /* is not told of: a handler is over */
    TIMED(rt_sigtimedwait, "sigtimedwait", BOTH, LIMIT_TIMESPEC, 2, ARG_SIGSET, ARG_SIGINFO_OUT,
          ARG_TIMESPEC),
#ifdef SYS_pause
    CALL(pause, "pause", BOTH, ARG_NONE),
#endif
/* processes and threads */
#ifdef SYS_fork
    CALL(fork, "fork", SHOWN, ARG_NONE),
#endif
#ifdef SYS_vfork
    CALL(vfork, "vfork", BOTH, ARG_NONE),
#endif
    CALL(clone, "clone", BOTH, ARG_CLONE_FLAGS),
    CALL(execve, "execve", SHOWN, ARG_STRING, ARG_STRINGS),
    CALL(execveat, "execveat", SHOWN, ARG_FOLDER, ARG_STRING, ARG_STRINGS),
    CALL(wait4, "wait4", BOTH, ARG_WAIT_FOR, ARG_STATUS_OUT, ARG_WAIT_FLAGS),
    CALL(waitid, "waitid", BOTH, ARG_ID_TYPE, ARG_INT, ARG_SIGINFO_OUT, ARG_WAIT_FLAGS),
    CALL(pidfd_open, "pidfd_open", 0, ARG_INT, ARG_NEW_FLAGS),
    CALL(exit, "exit", 0, ARG_INT),
    CALL(exit_group, "exit", 0, ARG_INT),
    TIMED(futex, "futex", WAITS, LIMIT_FUTEX, 3, ARG_HIDDEN, ARG_FUTEX, ARG_HIDDEN, ARG_HIDDEN),
    /* messages and semaphores */
    TIMED(mq_timedsend, "mq_send", BOTH, LIMIT_REALTIME, 4, ARG_FD, ARG_BYTES, ARG_SIZE, ARG_SIZE,
          ARG_UNTIL),
    TIMED(mq_timedreceive, "mq_receive", BOTH, LIMIT_REALTIME, 4, ARG_FD, ARG_BYTES_OUT, ARG_SIZE,
          ARG_HIDDEN, ARG_UNTIL),
    CALL(msgsnd, "msgsnd", BOTH, ARG_INT, ARG_HIDDEN, ARG_SIZE),
    CALL(msgrcv, "msgrcv", BOTH, ARG_INT, ARG_HIDDEN, ARG_SIZE),
    CALL(semop, "semop", BOTH, ARG_INT, ARG_HIDDEN, ARG_SIZE),
    TIMED(semtimedop, "semop", BOTH, LIMIT_TIMESPEC, 3, ARG_INT, ARG_HIDDEN, ARG_SIZE,
          ARG_TIMESPEC),
};

/* Other names: of the call NUMBER, where its argument ARG, from 0, has none of the bits of MASK. */
static const struct alias {
    long number;
    const char *name;
    unsigned arg;
    uint64_t mask;
} aliases[] = {
    { SYS_sendto, "send", 4, UINT64_MAX },
    { SYS_recvfrom, "recv", 4, UINT64_MAX },
    { SYS_clock_nanosleep, "nanosleep", 0, UINT32_MAX }, /* by CLOCK_REALTIME, which is 0 */
    { SYS_clone, "fork", 0, CLONE_VM },
    { SYS_wait4, "waitpid", 3, UINT64_MAX },
};

/* Bytes of what a pointer of a kind leads to, where that is always as many. */
static const uint8_t sizes[] = {
    [ARG_EVENT] = sizeof(struct epoll_event),
    [ARG_TIMESPEC] = sizeof(struct timespec),
    [ARG_TIMEVAL] = sizeof(struct timeval),
    [ARG_ITIMERVAL] = sizeof(struct itimerval),
    [ARG_ITIMERSPEC] = sizeof(struct itimerspec),
    [ARG_SIGSET] = sizeof(uint64_t), /* the kernel's is smaller than the C library's */
    [ARG_PAIR_OUT] = 2 * sizeof(int),
    [ARG_STATUS_OUT] = sizeof(int),
    [ARG_SIGINFO_OUT] = sizeof(siginfo_t),
};

const struct call *call_at(size_t i)
{
    return i < COUNT(calls) ? &calls[i] : NULL;
}

const struct call *call_find(long number)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        if (calls[i].number == number)
            return &calls[i];
    return NULL;
}

/* The alias of the call NUMBER, or NULL. */
static const struct alias *find_alias(long number)
{
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (aliases[i].number == number)
            return &aliases[i];
    return NULL;
}

const char *call_name(const struct call *call, const uint64_t args[CALL_ARGS])
{
    const struct alias *alias = find_alias(call->number);
    return alias && !(args[alias->arg] & alias->mask) ? alias->name : call->name;
}

int call_flags(const char *name)
{
    for (size_t i = 0; i < COUNT(calls); i++) {
        const struct alias *alias = find_alias(calls[i].number);
        if (strcmp(calls[i].name, name) == 0 || (alias && strcmp(alias->name, name) == 0))
            return calls[i].flags;
    }
    return -1;
}

void call_names(struct strings *names)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        strings_add(names, mem_strdup(calls[i].name));
    for (size_t i = 0; i < COUNT(aliases); i++)
        strings_add(names, mem_strdup(aliases[i].name));
}

/* One copying: from where, to where. */
struct copying {
    call_reader *read;
    void *owner;
    unsigned char *data;
    size_t room, used;
    uint8_t arg; /* that is copied */
};

/* How many bytes the next piece may have; 0: there is no room for one. */
static size_t room_left(const struct copying *c)
{
    size_t left = c->room - c->used;
    if (left <= sizeof(struct event_piece))
        return 0;
    left -= sizeof(struct event_piece);
    return left < CALL_PIECE ? left : CALL_PIECE;
}

/* Where the bytes of the next piece begin. */
static unsigned char *next_bytes(const struct copying *c)
{
    return c->data + c->used + sizeof(struct event_piece);
}

/* Makes a piece of the LEN bytes that are where the next ones begin; there were FULL. */
static void end_piece(struct copying *c, enum event_part part, size_t len, uint64_t full)
{
    struct event_piece piece = {
        .arg = c->arg,
        .part = (uint8_t)part,
        .len = (uint16_t)len,
        .full = full < UINT32_MAX ? (uint32_t)full : UINT32_MAX,
    };
    memcpy(c->data + c->used, &piece, sizeof(piece));
    c->used += sizeof(piece) + len;
}

/* Reads the LEN bytes at FROM; false where that is NULL, too. */
static bool look(const struct copying *c, uint64_t from, void *to, size_t len)
{
    return from && c->read(c->owner, from, to, len);
}

/* Copies the FULL bytes at FROM, or the first of them. */
static void copy(struct copying *c, enum event_part part, uint64_t from, uint64_t full)
{
    size_t room = room_left(c), len = full < room ? (size_t)full : room;
    if (from && room && (len == 0 || look(c, from, next_bytes(c), len)))
        end_piece(c, part, len, full);
}

/* Copies as many bytes at FROM as LEN says, an int that the kernel refuses where it is negative. */
static void copy_int_length(struct copying *c, uint64_t from, uint32_t len)
{
    if (len <= INT32_MAX)
        copy(c, PART_SELF, from, len);
}

/* Copies as many bytes at FROM as the int at LENGTH says. */
static void copy_measured(struct copying *c, uint64_t from, uint64_t length)
{
    uint32_t len;
    if (look(c, length, &len, sizeof(len)))
        copy_int_length(c, from, len);
}

/* Copies the string at FROM; one that is longer than a piece counts as one byte longer. */
static void copy_string(struct copying *c, uint64_t from)
{
    size_t room = room_left(c), len = 0;
    unsigned char *bytes = next_bytes(c);
    for (size_t n; len < room; len += n) {
        size_t page = PAGE - (size_t)((from + len) % PAGE);
        n = room - len < page ? room - len : page;
        if (!look(c, from + len, bytes + len, n))
            return;
        const unsigned char *end = memchr(bytes + len, '\0', n);
        if (end) {
            end_piece(c, PART_SELF, (size_t)(end - bytes), (size_t)(end - bytes));
            return;
        }
    }
    if (room)
        end_piece(c, PART_SELF, len, len + 1);
}

/* Copies the first strings of the list at FROM, which ends in NULL. */
static void copy_strings(struct copying *c, uint64_t from)
{
    uint64_t string;
    for (size_t i = 0; i < MANY; i++) {
        if (!look(c, from + i * sizeof(string), &string, sizeof(string)) || !string)
            return;
        copy_string(c, string);
    }
}

/* Copies what the COUNT iovecs at FROM hold together, of the first MANY, up to MOST bytes. */
static void copy_vectors(struct copying *c, uint64_t from, uint64_t count, uint64_t most)
{
    size_t room = room_left(c), len = 0;
    uint64_t full = 0;
    struct iovec vector;
    for (uint64_t i = 0; room && i < count && i < MANY && full < most; i++) {
        if (!look(c, from + i * sizeof(vector), &vector, sizeof(vector)))
            return;
        uint64_t have = vector.iov_len < most - full ? vector.iov_len : most - full;
        size_t n = have < room - len ? (size_t)have : room - len;
        if (n && !look(c, (uintptr_t)vector.iov_base, next_bytes(c) + len, n))
            return;
        len += n;
        full += have;
    }
    if (room)
        end_piece(c, PART_DATA, len, full);
}

/* Copies the msghdr at FROM, SIZE bytes with what is behind it, and up to MOST bytes of data. */
static void copy_message(struct copying *c, uint64_t from, size_t size, uint64_t most)
{
    struct msghdr message;
    if (!look(c, from, &message, sizeof(message)))
        return;
    copy(c, PART_SELF, from, size);
    if (message.msg_namelen)
        copy(c, PART_NAME, (uintptr_t)message.msg_name, message.msg_namelen);
    copy_vectors(c, (uintptr_t)message.msg_iov, message.msg_iovlen, most);
    if (message.msg_controllen)
        copy(c, PART_CONTROL, (uintptr_t)message.msg_control, message.msg_controllen);
}

/* Copies the COUNT mmsghdrs at FROM; OVER: each has as many bytes as it says. */
static void copy_messages(struct copying *c, uint64_t from, uint64_t count, bool over)
{
    struct mmsghdr message;
    for (uint64_t i = 0; i < count && i < MANY && room_left(c); i++) {
        uint64_t at = from + i * sizeof(message);
        if (!look(c, at, &message, sizeof(message)))
            return;
        copy_message(c, at, sizeof(message), over ? message.msg_len : UINT64_MAX);
    }
}

/* Copies the set of select(2) at FROM, as far as the kernel looks at COUNT descriptors. */
static void copy_fdset(struct copying *c, uint64_t from, uint32_t count)
{
    enum { WORD = sizeof(unsigned long), BITS = 8 * WORD };
    uint32_t most = count < FD_SETSIZE ? count : FD_SETSIZE;
    if (count <= INT32_MAX)
        copy(c, PART_SELF, from, (most + BITS - 1) / BITS * WORD);
}

/* Copies the int at FROM that REQUEST, of ioctl(2), is given, or one that it gives. */
static void copy_request(struct copying *c, uint64_t from, uint32_t request, bool over)
{
    bool given = request == FIONBIO || request == FIOASYNC;
    bool gives = request == FIONREAD || request == SIOCOUTQ || request == SIOCATMARK;
    if (over ? gives : given)
        copy(c, PART_SELF, from, sizeof(int));
}

/* Copies what an argument of KIND at ARGS leads to, of a call that begins. */
static void copy_given(struct copying *c, enum call_arg kind, const uint64_t *args)
{
    uint64_t from = args[c->arg], behind = c->arg + 1 < CALL_ARGS ? args[c->arg + 1] : 0;
    switch (kind) {
    case ARG_ADDRESS:
    case ARG_VALUE:
        copy_int_length(c, from, (uint32_t)behind);
        break;
    case ARG_BYTES:
        copy(c, PART_SELF, from, behind);
        break;
    case ARG_STRING:
        copy_string(c, from);
        break;
    case ARG_STRINGS:
        copy_strings(c, from);
        break;
    case ARG_IOVEC:
        copy_vectors(c, from, behind, UINT64_MAX);
        break;
    case ARG_MESSAGE:
        copy_message(c, from, sizeof(struct msghdr), UINT64_MAX);
        break;
    case ARG_MESSAGES:
        copy_messages(c, from, (uint32_t)behind, false);
        break;
    case ARG_POLLFDS:
        copy(c, PART_SELF, from, (uint32_t)behind * (uint64_t)sizeof(struct pollfd));
        break;
    case ARG_FDSET:
        copy_fdset(c, from, (uint32_t)args[0]);
        break;
    case ARG_IOCTL_VALUE:
        copy_request(c, from, (uint32_t)args[c->arg - 1], false);
        break;
    default:
        if (kind < ARG_ADDRESS_OUT && sizes[kind])
            copy(c, PART_SELF, from, sizes[kind]);
    }
}

/* Tells whether of an argument of KIND as much is filled as the result says: with 0 nothing. */
static bool is_counted(enum call_arg kind)
{
    return kind == ARG_POLLFDS || kind == ARG_FDSET || kind == ARG_BYTES_OUT ||
           kind == ARG_IOVEC_OUT || kind == ARG_MESSAGES_OUT || kind == ARG_EVENTS_OUT ||
           kind == ARG_STATUS_OUT;
}

/* Copies what a call with RESULT, which is 0 or more, has put where an argument leads to. */
static void copy_filled(struct copying *c, enum call_arg kind, const uint64_t *args,
                        uint64_t result)
{
    uint64_t from = args[c->arg], behind = c->arg + 1 < CALL_ARGS ? args[c->arg + 1] : 0;
    switch (kind) {
    case ARG_ADDRESS_OUT:
    case ARG_VALUE_OUT:
        copy_measured(c, from, behind);
        break;
    case ARG_BYTES_OUT:
        copy(c, PART_SELF, from, result < behind ? result : behind);
        break;
    case ARG_IOVEC_OUT:
        copy_vectors(c, from, behind, result);
        break;
    case ARG_MESSAGE_OUT:
        copy_message(c, from, sizeof(struct msghdr), result);
        break;
    case ARG_MESSAGES_OUT:
        copy_messages(c, from, result, true);
        break;
    case ARG_EVENTS_OUT:
        copy(c, PART_SELF, from, (uint32_t)result * (uint64_t)sizeof(struct epoll_event));
        break;
    case ARG_IOCTL_VALUE:
        copy_request(c, from, (uint32_t)args[c->arg - 1], true);
        break;
    case ARG_POLLFDS:
    case ARG_FDSET:
        copy_given(c, kind, args);
        break;
    default:
        if (kind > ARG_ADDRESS_OUT && sizes[kind])
            copy(c, PART_SELF, from, sizes[kind]);
    }
}

size_t call_copy(const struct call *call, bool over, const uint64_t args[CALL_ARGS], int64_t result,
                 call_reader *read, void *owner, unsigned char *data, size_t room)
{
    struct copying c = { .read = read, .owner = owner, .room = room };
    c.data = data;
    for (; c.arg < CALL_ARGS && call->args[c.arg] != ARG_NONE; c.arg++) {
        enum call_arg kind = call->args[c.arg];
        if (!over)
            copy_given(&c, kind, args);
        else if (result > 0 || (result == 0 && !is_counted(kind)))
            copy_filled(&c, kind, args, (uint64_t)result);
    }
    return c.used;
}
