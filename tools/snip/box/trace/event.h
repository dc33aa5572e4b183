/*
 * What the recorder of a run saw, as it saw it: numbers and bytes. Words are made of them elsewhere
 * (engine/trace), by functions that can be tested without a box. Each event is one packet from the
 * box (box/trace/recorder.h), in the order in which things happened.
 */
#ifndef SNIP_BOX_TRACE_EVENT_H
#define SNIP_BOX_TRACE_EVENT_H

#include <netinet/in.h>
#include <stdint.h>

enum {
    EVENT_BYTES = 512,          /* that are kept of what a call was given, or gave */
    EVENT_FRAME_BYTES = 1600,   /* that are kept of a frame: all of it on a usual network */
    EVENT_LOOPBACK = UINT8_MAX, /* as a link: the host's own loopback */
    EVENT_NOBODY = UINT16_MAX,  /* as a thread: none, or none that is known */
};

enum event_kind {
    EVENT_BORN,    /* thread is new: of program, on host; value: born_kind; id; parent */
    EVENT_EXEC,    /* thread has executed another program; data: a piece with its path, of arg 0 */
    EVENT_CALL,    /* thread makes call with args; data: pieces, what they point to */
    EVENT_RETURN,  /* thread's open call is over; value: what it returned, or -errno; inode; data */
    EVENT_SIGNAL,  /* value: a signal that is delivered to thread */
    EVENT_DIED,    /* thread is gone; value: its status as of wait(2); id: a set of event_ended */
    EVENT_LEAVES,  /* frame leaves host on link; value: its length; data: its first bytes */
    EVENT_ARRIVES, /* frame arrives at host on link; value 1: changed, as EVENT_FLIPPED tells */
    EVENT_LOST,    /* frame is lost on its way to host, as was asked for, or (value 1) nobody is
                      there, and host is the one that it left */
    EVENT_FLIPPED, /* value: the place in the frame, in bits from its first, that was turned over */
    EVENT_STATE,   /* socket: a state that host's kernel has it in since this step */
    EVENT_COUNTER, /* host's counter of that name, in data, has risen by value */
    EVENT_TIME,    /* nobody could go on: value nanoseconds passed, until thread's limit of time;
                      with EVENT_NOBODY until a timer of the kernel, value is 0 then */
    EVENT_OMITTED, /* value: how many events more there were; always the last but one */
    EVENT_REST,    /* nobody can go on, or (free) others could too, and snip is asked whether to
                      start or to stop somebody, or if nobody can go on, to give it something;
                      value 1: only whether first processes have taken the ends told of */
    EVENT_OVER,    /* value: enum recording; the last */
};

/* What ends with a thread. */
enum event_ended {
    EVENT_OF_MAIN = 1, /* the process that its program began as */
    EVENT_OF_LAST = 2, /* all of its program */
};

enum born_kind { BORN_PROGRAM, BORN_CHILD, BORN_THREAD };

/* How a recording went. */
enum recording {
    RECORDING_GOOD,
    RECORDING_DISTURBED, /* other work on the machine may have left its mark */
    RECORDING_SPINS,     /* thread ran for too long without a call */
    RECORDING_TRACED,    /* thread is traced by another already */
    RECORDING_FAILED,    /* value >> 8: errno */
};

/* A part of memory that an argument of a call leads to. Bytes follow, then the next piece. */
struct event_piece {
    uint8_t arg;   /* which, from 0 */
    uint8_t part;  /* 0; of a msghdr: enum event_part */
    uint16_t len;  /* bytes that follow */
    uint32_t full; /* bytes that there were: more than len where it was cut */
};

enum event_part { PART_SELF, PART_NAME, PART_DATA, PART_CONTROL };

/* A socket of a host, as sock_diag(7) tells. */
struct event_socket {
    uint8_t family;   /* AF_INET, AF_INET6 */
    uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP */
    uint8_t state;    /* of TCP, as the kernel counts (TCP_ESTABLISHED …); 0: it is gone */
    uint8_t local[16], remote[16];
    uint16_t local_port, remote_port; /* in the host's byte order */
    uint32_t unread;                  /* bytes to read; of a listening one: connections to accept */
    uint32_t unsent; /* bytes sent that nobody has acknowledged; of a listening one: its limit */
    uint64_t inode;  /* 0: nobody has accepted it, or nobody holds it any more */
};

struct event {
    uint16_t kind;
    uint16_t thread; /* from 0, in the order of their births; EVENT_NOBODY */
    uint16_t parent;
    uint8_t program; /* index among the box's programs: who it descends from */
    uint8_t host;
    uint8_t link; /* number among the host's links, or EVENT_LOOPBACK */
    uint8_t free; /* 1: others could have gone on in its place; real kernels order them by chance */
    uint32_t step;  /* events of one step came of one cause */
    uint32_t frame; /* from 0, in the order of their departures */
    int32_t call;   /* number of the system call */
    int32_t id;     /* of EVENT_BORN: the process or thread id inside */
    int64_t value;
    uint64_t args[6];
    uint64_t inode; /* of EVENT_RETURN: of the socket that value, a descriptor, is; else 0 */
    struct event_socket socket;
    uint32_t len;                          /* of data */
    unsigned char data[EVENT_FRAME_BYTES]; /* only LEN bytes are sent */
};

#endif
