#include "engine/trace/callwords.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>

#include "base/mem.h"
#include "box/trace/call.h"
#include "engine/trace/numbers.h"
#include "engine/trace/pieces.h"

/* An argument of a call, and the event that has the pieces of it. */
struct arg {
    const uint64_t *args; /* of the call */
    unsigned number;
    long call; /* number of the system call */
    const struct event *event;
    enum constants constants; /* of its kind */
};

/* Appends what an argument is in words, or nothing where it is left out. */
typedef void word(struct buf *out, const struct arg *arg);

static uint64_t value_of(const struct arg *arg)
{
    return arg->args[arg->number];
}

/* The argument as the kernel takes an int: the lower half of a register. */
static int int_of(const struct arg *arg)
{
    return (int)(uint32_t)value_of(arg);
}

/* The argument that is BACK before it, as an int. */
static int before(const struct arg *arg, unsigned back)
{
    return (int)(uint32_t)arg->args[arg->number - back];
}

static bool has_piece(const struct arg *arg)
{
    size_t at = 0;
    struct piece piece;
    return piece_next(arg->event, arg->number, &at, &piece);
}

/* Finds the only piece of the argument; where there is none but a pointer appends ?. */
static bool find_piece(struct buf *out, const struct arg *arg, struct piece *piece)
{
    size_t at = 0;
    if (piece_next(arg->event, arg->number, &at, piece))
        return true;
    if (value_of(arg))
        buf_addc(out, '?');
    return false;
}

/* Copies the argument's piece TO a struct of LEN bytes; where that cannot be as find_piece(). */
static bool take(struct buf *out, const struct arg *arg, void *to, size_t len)
{
    struct piece piece;
    if (!find_piece(out, arg, &piece))
        return false;
    if (piece_take(&piece, to, len))
        return true;
    buf_addc(out, '?');
    return false;
}

/* Numbers. */

static void add_int(struct buf *out, const struct arg *arg)
{
    buf_printf(out, "%d", int_of(arg));
}

static void add_size(struct buf *out, const struct arg *arg)
{
    buf_printf(out, "%llu", (unsigned long long)value_of(arg));
}

static void add_ms(struct buf *out, const struct arg *arg)
{
    if (int_of(arg) < 0)
        buf_adds(out, "-1");
    else
        number_add_time(out, (uint64_t)int_of(arg) * 1000000);
}

static void add_folder(struct buf *out, const struct arg *arg)
{
    if (int_of(arg) != AT_FDCWD)
        add_int(out, arg);
}

static void add_constant(struct buf *out, const struct arg *arg)
{
    number_add(out, arg->constants, int_of(arg));
}

static void add_flags(struct buf *out, const struct arg *arg)
{
    if (int_of(arg))
        number_add_flags(out, arg->constants, (uint32_t)value_of(arg));
}

static void add_type(struct buf *out, const struct arg *arg)
{
    const int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    number_add(out, CONSTANTS_TYPE, int_of(arg) & ~flags);
    if (int_of(arg) & flags) {
        buf_addc(out, '|');
        number_add_flags(out, CONSTANTS_TYPE_FLAGS, (unsigned)(int_of(arg) & flags));
    }
}

static void add_protocol(struct buf *out, const struct arg *arg)
{
    int family = before(arg, arg->number), protocol = int_of(arg);
    if (family == AF_NETLINK)
        number_add(out, CONSTANTS_PROTOCOL_NETLINK, protocol);
    else if (protocol && family == AF_PACKET)
        number_add(out, CONSTANTS_PROTOCOL_PACKET, ntohs((uint16_t)protocol));
    else if (protocol)
        number_add(out, CONSTANTS_PROTOCOL, protocol);
}

static void add_option(struct buf *out, const struct arg *arg)
{
    number_add(out, constants_of_level(before(arg, 1)), int_of(arg));
}

static void add_open_flags(struct buf *out, uint32_t flags)
{
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & O_PATH))
        buf_adds(out, flags ? "O_RDONLY|" : "O_RDONLY");
    if (flags)
        number_add_flags(out, CONSTANTS_OPEN, flags);
}

static void add_open(struct buf *out, const struct arg *arg)
{
    add_open_flags(out, (uint32_t)value_of(arg));
}

/* Of fcntl(2), where its command takes a number. */
static void add_fcntl_value(struct buf *out, const struct arg *arg)
{
    switch (before(arg, 1)) {
    case F_SETFL:
        number_add_flags(out, CONSTANTS_OPEN, (uint32_t)value_of(arg));
        break;
    case F_SETFD:
        number_add_flags(out, CONSTANTS_FD, (uint32_t)value_of(arg));
        break;
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
    case F_SETOWN:
    case F_SETSIG:
    case F_SETPIPE_SZ:
        add_int(out, arg);
        break;
    default:
        break;
    }
}

static void add_request(struct buf *out, const struct arg *arg)
{
    number_add(out, CONSTANTS_IOCTL, (uint32_t)value_of(arg));
}

static void add_signal(struct buf *out, const struct arg *arg)
{
    number_add_signal(out, int_of(arg));
}

/* Without what the C library keeps its books by, and what CLONE_THREAD needs anyway. */
static void add_clone_flags(struct buf *out, const struct arg *arg)
{
    unsigned flags = (unsigned)int_of(arg), signal = flags & CSIGNAL;
    flags &= ~(unsigned)(CSIGNAL | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | CLONE_PARENT_SETTID |
                         CLONE_SETTLS | CLONE_SYSVSEM);
    if (flags & CLONE_THREAD)
        flags &= ~(unsigned)(CLONE_VM | CLONE_SIGHAND);
    if (flags)
        number_add_flags(out, CONSTANTS_CLONE, flags);
    if (signal && signal != SIGCHLD) {
        buf_adds(out, flags ? "|" : "");
        number_add_signal(out, (int)signal);
    }
}

static void add_sleep_clock(struct buf *out, const struct arg *arg)
{
    if (int_of(arg) != CLOCK_REALTIME)
        number_add(out, CONSTANTS_CLOCK, int_of(arg));
}

static void add_futex(struct buf *out, const struct arg *arg)
{
    number_add(out, CONSTANTS_FUTEX, int_of(arg) & FUTEX_CMD_MASK);
}

/* Bytes. */

static void add_address(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    if (find_piece(out, arg, &piece))
        piece_add_address(out, &piece);
}

/* What one buffer holds, or several together, or a path. */
static void add_text(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    if (find_piece(out, arg, &piece))
        piece_add_text(out, &piece);
    else if (!value_of(arg))
        buf_adds(out, "NULL");
}

/* A buffer that is to be filled, as the manual calls it. */
static void add_buf(struct buf *out, const struct arg *arg)
{
    buf_adds(out, value_of(arg) ? "buf" : "NULL");
}

static void add_strings(struct buf *out, const struct arg *arg)
{
    const char *between = "[";
    struct piece piece;
    for (size_t at = 0; piece_next(arg->event, arg->number, &at, &piece); between = ", ") {
        buf_adds(out, between);
        piece_add_text(out, &piece);
    }
    if (*between != '[')
        buf_addc(out, ']');
}

static void add_option_value(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    if (find_piece(out, arg, &piece))
        piece_add_option(out, &piece, before(arg, 2), before(arg, 1));
}

/* As what is given, in brackets. */
static void add_option_filled(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    if (!find_piece(out, arg, &piece))
        return;
    buf_addc(out, '[');
    piece_add_option(out, &piece, before(arg, 2), before(arg, 1));
    buf_addc(out, ']');
}

/* The ints in the piece, of which there may be none. */
static void add_ints(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    size_t at = 0;
    if (!piece_next(arg->event, arg->number, &at, &piece))
        return;
    for (size_t i = 0; i < piece.len / sizeof(int); i++) {
        buf_adds(out, i ? ", " : "[");
        piece_add_int(out, &piece, i);
    }
    buf_adds(out, piece.len < sizeof(int) ? "?" : "]");
}

static void add_status(struct buf *out, const struct arg *arg)
{
    int status;
    if (!take(out, arg, &status, sizeof(status)))
        return;
    buf_addc(out, '[');
    number_add_status(out, status);
    buf_addc(out, ']');
}

/* What waitid(2) found, or the signal that sigtimedwait(2) took. */
static void add_siginfo(struct buf *out, const struct arg *arg)
{
    siginfo_t info;
    if (!take(out, arg, &info, sizeof(info)) || !info.si_signo)
        return;
    buf_addc(out, '[');
    if (arg->call != SYS_waitid) {
        number_add_signal(out, info.si_signo);
    } else {
        buf_printf(out, "%d ", info.si_pid);
        number_add_status(out, info.si_code == CLD_EXITED      ? W_EXITCODE(info.si_status & 255, 0)
                               : info.si_code == CLD_CONTINUED ? __W_CONTINUED
                               : info.si_code == CLD_STOPPED   ? W_STOPCODE(info.si_status & 255)
                                                               : info.si_status & 127);
    }
    buf_addc(out, ']');
}

/* Messages. */

/* Appends ", " unless something begins here. */
static void divide(struct buf *out)
{
    if (!strchr("[{", out->s[out->len - 1]))
        buf_adds(out, ", ");
}

/* Ends a message, whose head is PIECE; OVER: with what the kernel said of it. */
static void end_message(struct buf *out, const struct piece *piece, bool over)
{
    struct msghdr head;
    if (over && piece_take(piece, &head, sizeof(head)) && head.msg_flags & ~MSG_CMSG_CLOEXEC) {
        divide(out);
        number_add_flags(out, CONSTANTS_MSG, (unsigned)(head.msg_flags & ~MSG_CMSG_CLOEXEC));
    }
    buf_addc(out, '}');
}

/* The messages, each as {name, data, control}. */
static void add_messages(struct buf *out, const struct arg *arg, bool over)
{
    struct piece piece, head = { 0 };
    for (size_t at = 0; piece_next(arg->event, arg->number, &at, &piece);) {
        if (piece.part == PART_SELF) {
            if (head.bytes)
                end_message(out, &head, over);
            buf_adds(out, head.bytes ? ", {" : "{");
            head = piece;
        } else if (head.bytes) {
            divide(out);
            if (piece.part == PART_NAME)
                piece_add_address(out, &piece);
            else if (piece.part == PART_CONTROL)
                piece_add_control(out, &piece);
            else
                piece_add_text(out, &piece);
        }
    }
    if (head.bytes)
        end_message(out, &head, over);
    else
        buf_addc(out, '?');
}

static void add_message(struct buf *out, const struct arg *arg)
{
    add_messages(out, arg, false);
}

static void add_message_filled(struct buf *out, const struct arg *arg)
{
    add_messages(out, arg, true);
}

static void add_msg(struct buf *out, const struct arg *arg)
{
    (void)arg;
    buf_adds(out, "msg");
}

/* Times. */

/* Until when: a time that is another in each run. */
static void add_until(struct buf *out, const struct arg *arg)
{
    buf_adds(out, value_of(arg) ? "…" : "NULL");
}

static uint64_t nanoseconds(int64_t seconds, int64_t rest, uint64_t unit)
{
    return (uint64_t)seconds * 1000000000 + (uint64_t)rest * unit;
}

static void add_timespec(struct buf *out, const struct arg *arg)
{
    struct timespec time;
    bool until = arg->call == SYS_clock_nanosleep && arg->args[1] & TIMER_ABSTIME;
    if (!value_of(arg) || until)
        add_until(out, arg);
    else if (take(out, arg, &time, sizeof(time)))
        number_add_time(out, nanoseconds(time.tv_sec, time.tv_nsec, 1));
}

static void add_timeval(struct buf *out, const struct arg *arg)
{
    struct timeval time;
    if (!value_of(arg))
        buf_adds(out, "NULL");
    else if (take(out, arg, &time, sizeof(time)))
        number_add_time(out, nanoseconds(time.tv_sec, time.tv_usec, 1000));
}

/* A timer that ends in FIRST nanoseconds, then each time in AGAIN, or never where that is 0. */
static void add_timer(struct buf *out, uint64_t first, uint64_t again)
{
    number_add_time(out, first);
    if (again) {
        buf_adds(out, " every ");
        number_add_time(out, again);
    }
}

static void add_itimerval(struct buf *out, const struct arg *arg)
{
    struct itimerval timer;
    if (take(out, arg, &timer, sizeof(timer)))
        add_timer(out, nanoseconds(timer.it_value.tv_sec, timer.it_value.tv_usec, 1000),
                  nanoseconds(timer.it_interval.tv_sec, timer.it_interval.tv_usec, 1000));
}

static void add_itimerspec(struct buf *out, const struct arg *arg)
{
    struct itimerspec timer;
    if (arg->args[1] & TFD_TIMER_ABSTIME)
        add_until(out, arg);
    else if (take(out, arg, &timer, sizeof(timer)))
        add_timer(out, nanoseconds(timer.it_value.tv_sec, timer.it_value.tv_nsec, 1),
                  nanoseconds(timer.it_interval.tv_sec, timer.it_interval.tv_nsec, 1));
}

/* Sets and lists. */

/* Appends the numbers of the bits that are set in the LEN bytes at BITS, FIRST that of bit 0. */
static void add_bits(struct buf *out, const unsigned char *bits, size_t len, int first,
                     void (*add)(struct buf *out, int number))
{
    const char *between = "";
    buf_addc(out, '[');
    for (size_t i = 0; i < len * 8; i++) {
        if (!(bits[i / 8] >> i % 8 & 1))
            continue;
        buf_adds(out, between);
        add(out, first + (int)i);
        between = ", ";
    }
    buf_addc(out, ']');
}

static void add_one(struct buf *out, int number)
{
    buf_printf(out, "%d", number);
}

static void add_sigset(struct buf *out, const struct arg *arg)
{
    unsigned char set[8];
    if (take(out, arg, set, sizeof(set)))
        add_bits(out, set, sizeof(set), 1, number_add_signal);
}

static void add_fdset(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    if (find_piece(out, arg, &piece))
        add_bits(out, piece.bytes, piece.len, 0, add_one);
    else if (!value_of(arg))
        buf_adds(out, "NULL");
}

/* A set in which something is left, by what it is of. */
static void add_fdset_filled(struct buf *out, const struct arg *arg)
{
    static const char *const names[CALL_ARGS] = { "", "in ", "out ", "except ", "", "" };
    struct piece piece;
    size_t i = 0;
    if (!find_piece(out, arg, &piece))
        return;
    while (i < piece.len && !piece.bytes[i])
        i++;
    if (i == piece.len)
        return;
    buf_adds(out, names[arg->number]);
    add_bits(out, piece.bytes, piece.len, 0, add_one);
}

/* Copies the struct NUMBER of a list in PIECE, of LEN bytes each; false where it is not there. */
static bool item(const struct piece *piece, size_t number, void *to, size_t len)
{
    if (number >= piece->len / len)
        return false;
    memcpy(to, piece->bytes + number * len, len);
    return true;
}

static void end_items(struct buf *out, const struct piece *piece)
{
    if (piece->len < piece->full) {
        divide(out);
        buf_adds(out, "…");
    }
    buf_addc(out, ']');
}

/* What is asked of descriptors, or OVER what came, of those where something did. */
static void add_polled(struct buf *out, const struct arg *arg, bool over)
{
    struct piece piece;
    struct pollfd fd;
    if (!find_piece(out, arg, &piece))
        return;
    buf_addc(out, '[');
    for (size_t i = 0; item(&piece, i, &fd, sizeof(fd)); i++) {
        unsigned short events = (unsigned short)(over ? fd.revents : fd.events);
        if (over && !events)
            continue;
        divide(out);
        buf_printf(out, "%d ", fd.fd);
        number_add_flags(out, CONSTANTS_POLL, events);
    }
    end_items(out, &piece);
}

static void add_pollfds(struct buf *out, const struct arg *arg)
{
    add_polled(out, arg, false);
}

static void add_pollfds_filled(struct buf *out, const struct arg *arg)
{
    add_polled(out, arg, true);
}

static void add_event(struct buf *out, const struct arg *arg)
{
    struct epoll_event event;
    if (take(out, arg, &event, sizeof(event)))
        number_add_flags(out, CONSTANTS_EPOLL, event.events);
}

/* Events with what the program gave with them, where that can be a descriptor, and no pointer. */
static void add_events(struct buf *out, const struct arg *arg)
{
    struct piece piece;
    struct epoll_event event;
    if (!find_piece(out, arg, &piece))
        return;
    buf_addc(out, '[');
    for (size_t i = 0; item(&piece, i, &event, sizeof(event)); i++) {
        divide(out);
        if (event.data.u64 <= INT16_MAX)
            buf_printf(out, "%u ", event.data.u32);
        number_add_flags(out, CONSTANTS_EPOLL, event.events);
    }
    end_items(out, &piece);
}

static void add_events_name(struct buf *out, const struct arg *arg)
{
    (void)arg;
    buf_adds(out, "events");
}

/* How a kind of argument is written: what is given, and what is filled. NULL: not at all. */
static const struct {
    word *given, *filled;
    enum constants constants;
} kinds[] = {
    [ARG_INT] = { .given = add_int },
    [ARG_SIZE] = { .given = add_size },
    [ARG_MS] = { .given = add_ms },
    [ARG_FD] = { .given = add_int },
    [ARG_FOLDER] = { .given = add_folder },
    [ARG_FAMILY] = { .given = add_constant, .constants = CONSTANTS_FAMILY },
    [ARG_TYPE] = { .given = add_type },
    [ARG_TYPE_FLAGS] = { .given = add_flags, .constants = CONSTANTS_TYPE_FLAGS },
    [ARG_PROTOCOL] = { .given = add_protocol },
    [ARG_LEVEL] = { .given = add_constant, .constants = CONSTANTS_LEVEL },
    [ARG_OPTION] = { .given = add_option },
    [ARG_SHUT] = { .given = add_constant, .constants = CONSTANTS_SHUT },
    [ARG_MSG_FLAGS] = { .given = add_flags, .constants = CONSTANTS_MSG },
    [ARG_OPEN_FLAGS] = { .given = add_open },
    [ARG_NEW_FLAGS] = { .given = add_flags, .constants = CONSTANTS_OPEN },
    [ARG_EPOLL_OP] = { .given = add_constant, .constants = CONSTANTS_EPOLL_OP },
    [ARG_FCNTL] = { .given = add_constant, .constants = CONSTANTS_FCNTL },
    [ARG_FCNTL_VALUE] = { .given = add_fcntl_value },
    [ARG_IOCTL] = { .given = add_request },
    [ARG_IOCTL_VALUE] = { .given = add_ints, .filled = add_ints },
    [ARG_SIGNAL] = { .given = add_signal },
    [ARG_CLOCK] = { .given = add_constant, .constants = CONSTANTS_CLOCK },
    [ARG_SLEEP_CLOCK] = { .given = add_sleep_clock },
    [ARG_TIMER_FLAGS] = { .given = add_flags, .constants = CONSTANTS_ABSTIME },
    [ARG_TIMER] = { .given = add_constant, .constants = CONSTANTS_TIMER },
    [ARG_WAIT_FOR] = { .given = add_int },
    [ARG_ID_TYPE] = { .given = add_constant, .constants = CONSTANTS_ID_TYPE },
    [ARG_WAIT_FLAGS] = { .given = add_flags, .constants = CONSTANTS_WAIT },
    [ARG_CLONE_FLAGS] = { .given = add_clone_flags },
    [ARG_FUTEX] = { .given = add_futex },
    [ARG_SPLICE_FLAGS] = { .given = add_flags, .constants = CONSTANTS_SPLICE },
    [ARG_LOCK] = { .given = add_flags, .constants = CONSTANTS_LOCK },
    [ARG_ADDRESS] = { .given = add_address },
    [ARG_BYTES] = { .given = add_text },
    [ARG_VALUE] = { .given = add_option_value },
    [ARG_STRING] = { .given = add_text },
    [ARG_STRINGS] = { .given = add_strings },
    [ARG_IOVEC] = { .given = add_text },
    [ARG_MESSAGE] = { .given = add_message },
    [ARG_MESSAGES] = { .given = add_message },
    [ARG_EVENT] = { .given = add_event },
    [ARG_TIMESPEC] = { .given = add_timespec },
    [ARG_UNTIL] = { .given = add_until },
    [ARG_TIMEVAL] = { .given = add_timeval },
    [ARG_ITIMERVAL] = { .given = add_itimerval },
    [ARG_ITIMERSPEC] = { .given = add_itimerspec },
    [ARG_SIGSET] = { .given = add_sigset },
    [ARG_POLLFDS] = { .given = add_pollfds, .filled = add_pollfds_filled },
    [ARG_FDSET] = { .given = add_fdset, .filled = add_fdset_filled },
    [ARG_ADDRESS_OUT] = { .filled = add_address },
    [ARG_BYTES_OUT] = { .given = add_buf, .filled = add_text },
    [ARG_VALUE_OUT] = { .filled = add_option_filled },
    [ARG_IOVEC_OUT] = { .given = add_buf, .filled = add_text },
    [ARG_MESSAGE_OUT] = { .given = add_msg, .filled = add_message_filled },
    [ARG_MESSAGES_OUT] = { .given = add_msg, .filled = add_message_filled },
    [ARG_EVENTS_OUT] = { .given = add_events_name, .filled = add_events },
    [ARG_PAIR_OUT] = { .filled = add_ints },
    [ARG_STATUS_OUT] = { .filled = add_status },
    [ARG_SIGINFO_OUT] = { .filled = add_siginfo },
};

/* Appends BETWEEN and the words of each argument of CALL that has any: given, or OVER filled. */
static void add_args(struct buf *out, const struct event *call, const struct event *over,
                     const char *between)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    const struct call *row = call_find(call->call);
    const char *separator = over ? between : "";
    for (unsigned i = 0; row && i < CALL_ARGS && row->args[i] != ARG_NONE; i++) {
        enum call_arg kind = row->args[i];
        struct arg arg = { call->args, i, call->call, over ? over : call, kinds[kind].constants };
        word *add = over ? kinds[kind].filled : kinds[kind].given;
        buf_clear(&text);
        if (add && (!over || has_piece(&arg)))
            add(&text, &arg);
        if (text.len == 0)
            continue;
        buf_adds(out, separator);
        buf_add(out, text.s, text.len);
        separator = between;
    }
}

void call_words_args(struct buf *out, const struct event *call)
{
    add_args(out, call, NULL, ", ");
}

void call_words_result(struct buf *out, const struct event *call, const struct event *over)
{
    enum { ERRORS = 4095 }; /* the kernel's MAX_ERRNO */
    int command = (int)(uint32_t)call->args[1];
    if (over->value < 0 && over->value >= -ERRORS) {
        buf_adds(out, "-1 ");
        number_add_error(out, (int)-over->value);
        return;
    }
    if (call->call == SYS_fcntl && command == F_GETFL)
        add_open_flags(out, (uint32_t)over->value);
    else if (call->call == SYS_fcntl && command == F_GETFD)
        number_add_flags(out, CONSTANTS_FD, (uint32_t)over->value);
    else
        buf_printf(out, "%lld", (long long)over->value);
    add_args(out, call, over, " ");
}
