/*
 * Numbers in words: those of system calls by their names in the headers of the C library, signals,
 * errors, statuses, times.
 */
#ifndef SNIP_ENGINE_TRACE_NUMBERS_H
#define SNIP_ENGINE_TRACE_NUMBERS_H

#include <stdint.h>

#include "base/buf.h"

/* What a number can stand for. */
enum constants {
    CONSTANTS_NONE, /* no names */
    CONSTANTS_FAMILY,
    CONSTANTS_TYPE,
    CONSTANTS_TYPE_FLAGS,
    CONSTANTS_PROTOCOL,        /* of the internet */
    CONSTANTS_PROTOCOL_PACKET, /* in the host's byte order */
    CONSTANTS_PROTOCOL_NETLINK,
    CONSTANTS_LEVEL,
    CONSTANTS_OPTION, /* of sockets as such; the next are of a protocol */
    CONSTANTS_OPTION_IP,
    CONSTANTS_OPTION_IPV6,
    CONSTANTS_OPTION_TCP,
    CONSTANTS_OPTION_UDP,
    CONSTANTS_OPTION_PACKET,
    CONSTANTS_CONTROL, /* messages of sockets as such */
    CONSTANTS_SHUT,
    CONSTANTS_MSG,
    CONSTANTS_OPEN,
    CONSTANTS_FCNTL,
    CONSTANTS_FD,
    CONSTANTS_IOCTL,
    CONSTANTS_POLL,
    CONSTANTS_EPOLL,
    CONSTANTS_EPOLL_OP,
    CONSTANTS_CLOCK,
    CONSTANTS_ABSTIME,
    CONSTANTS_TIMER,
    CONSTANTS_ID_TYPE,
    CONSTANTS_WAIT,
    CONSTANTS_CLONE,
    CONSTANTS_FUTEX,
    CONSTANTS_SPLICE,
    CONSTANTS_LOCK,
};

/* Appends the name of VALUE in the table OF; the number where it has none there. */
void number_add(struct buf *out, enum constants of, int64_t value);

/*
 * Appends the names of FLAGS in the table OF, joined by |. Those without a name become one number,
 * and so do no flags.
 */
void number_add_flags(struct buf *out, enum constants of, uint64_t flags);

/* The table of the options at LEVEL, as of setsockopt(2). */
enum constants constants_of_level(int level);

/* Appends the name of the signal NUMBER: "SIGTERM". */
void number_add_signal(struct buf *out, int number);

/* Appends the name of the error NUMBER: "ECONNREFUSED". */
void number_add_error(struct buf *out, int number);

/* Appends the STATUS of a process, as of wait(2): "exit 0", "killed by TERM". */
void number_add_status(struct buf *out, int status);

/* Appends a time in the largest unit up to seconds that needs no fraction: "40 ms", "2 s", "0". */
void number_add_time(struct buf *out, uint64_t nanoseconds);

#endif
