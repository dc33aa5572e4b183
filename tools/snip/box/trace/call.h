/*
 * The system calls by which a process meets another one, or waits, or lets time pass: those that a
 * recording stops at. A table says what each of their arguments is; by it what arguments point to
 * is copied here, where they can be read, and put into words elsewhere (engine/trace). To add a
 * call is to add a row.
 */
#ifndef SNIP_BOX_TRACE_CALL_H
#define SNIP_BOX_TRACE_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

enum {
    CALL_ARGS = 6,
    CALL_PIECE = 128, /* bytes that are copied of one thing; what is longer is cut */
};

/* What an argument is. */
enum call_arg {
    ARG_NONE,   /* there is none, and none follows */
    ARG_HIDDEN, /* nothing for a reader: a size that is known, an address in memory */
    /* Numbers. */
    ARG_INT,
    ARG_SIZE,
    ARG_MS,   /* how long to wait; less than 0: for ever */
    ARG_MODE, /* of a file, octal */
    ARG_FD,
    ARG_FOLDER, /* a descriptor, or AT_FDCWD, which is not shown */
    ARG_FAMILY,
    ARG_TYPE,       /* of a socket, with flags */
    ARG_TYPE_FLAGS, /* those alone */
    ARG_PROTOCOL,   /* of a socket of the family in the first argument */
    ARG_LEVEL,
    ARG_OPTION, /* at the level before it */
    ARG_SHUT,
    ARG_MSG_FLAGS,
    ARG_OPEN_FLAGS,
    ARG_NEW_FLAGS, /* O_NONBLOCK, O_CLOEXEC and what a new descriptor is given else */
    ARG_EPOLL_OP,
    ARG_FCNTL,
    ARG_FCNTL_VALUE, /* for the command before it */
    ARG_IOCTL,
    ARG_IOCTL_VALUE, /* what the request before it is given, or gives */
    ARG_SIGNAL,
    ARG_CLOCK,
    ARG_SLEEP_CLOCK, /* the same, where CLOCK_REALTIME is not shown */
    ARG_TIMER_FLAGS, /* TIMER_ABSTIME */
    ARG_TIMER,       /* ITIMER_REAL … */
    ARG_WAIT_FOR,    /* a pid, or -1 */
    ARG_ID_TYPE,     /* P_PID … */
    ARG_WAIT_FLAGS,
    ARG_CLONE_FLAGS,
    ARG_FUTEX,
    ARG_SPLICE_FLAGS,
    ARG_LOCK, /* LOCK_EX … */
    /* Pointers to what is read. A length stands in the argument behind it. */
    ARG_ADDRESS,
    ARG_BYTES,
    ARG_VALUE, /* of the option before it */
    ARG_STRING,
    ARG_STRINGS, /* a list of them; each has a piece of its own */
    ARG_IOVEC,
    ARG_MESSAGE,  /* a msghdr */
    ARG_MESSAGES, /* mmsghdrs; each begins with a PART_SELF */
    ARG_EVENT,    /* an epoll_event */
    ARG_TIMESPEC,
    ARG_UNTIL, /* a timespec that is a time of day */
    ARG_TIMEVAL,
    ARG_ITIMERVAL,
    ARG_ITIMERSPEC,
    ARG_SIGSET,
    /* To what is read, and written: poll(2), and select(2), whose first argument is the number. */
    ARG_POLLFDS,
    ARG_FDSET,
    /* To what is only written. Before a length that is written too: its pointer is behind it. */
    ARG_ADDRESS_OUT,
    ARG_BYTES_OUT,
    ARG_VALUE_OUT,
    ARG_IOVEC_OUT,
    ARG_MESSAGE_OUT,
    ARG_MESSAGES_OUT,
    ARG_EVENTS_OUT,
    ARG_PAIR_OUT,
    ARG_STATUS_OUT,
    ARG_SIGINFO_OUT,
};

enum call_flag {
    CALL_WAITS = 1, /* it can */
    CALL_SHOWN = 2, /* where a directive does not say which calls are */
};

/* How a call is told how long it may wait. */
enum call_limit {
    LIMIT_NONE,
    LIMIT_MS,       /* an int; less than 0: no limit */
    LIMIT_TIMEVAL,  /* a pointer to it, as all that follow; NULL: no limit */
    LIMIT_TIMESPEC, /* how long; in the next two it can be until when */
    LIMIT_CLOCK,    /* of the clock in argument 0, where argument 1 has TIMER_ABSTIME */
    LIMIT_FUTEX,    /* where argument 1 is no FUTEX_WAIT: of CLOCK_MONOTONIC or, as it says, not */
    LIMIT_REALTIME, /* until when, of CLOCK_REALTIME */
};

/* One call; all static. */
struct call {
    long number; /* on this architecture */
    const char *name;
    uint8_t args[CALL_ARGS]; /* enum call_arg */
    uint8_t flags;           /* of enum call_flag */
    uint8_t limit;           /* enum call_limit */
    uint8_t limit_arg;       /* the argument with it, from 0 */
};

/* Reads the LEN bytes at FROM in the memory of a thread; false where not all can be read. */
typedef bool call_reader(void *owner, uint64_t from, void *to, size_t len);

/* The call number I of the table, from 0; NULL behind its end. */
const struct call *call_at(size_t i);

/* The call NUMBER, or NULL where a recording does not stop at it. */
const struct call *call_find(long number);

/* The name of CALL with ARGS, as programs have it: "send" for sendto(2) to nobody. Static. */
const char *call_name(const struct call *call, const uint64_t args[CALL_ARGS]);

/* The flags, of enum call_flag, of the call that call_name() says NAME for; -1: there is none. */
int call_flags(const char *name);

/* Appends all names that call_name() can say to NAMES. */
void call_names(struct strings *names);

/*
 * Copies what the ARGS of CALL point to, as pieces (box/trace/event.h) one after another, into the
 * ROOM bytes at DATA, and returns how many bytes that are: of a call that begins what it is given,
 * of one that is OVER with RESULT (-errno: it failed) what it gave. What cannot be read has no
 * piece, and what has no room is left out. READ, which is given OWNER, reads; however wild pointers
 * and lengths are, it is called some hundreds of times at most. Async-signal-safe.
 */
size_t call_copy(const struct call *call, bool over, const uint64_t args[CALL_ARGS], int64_t result,
                 call_reader *read, void *owner, unsigned char *data, size_t room);

#endif
