/*
 * What the kernel of a host says when all is at rest: the states of its TCP sockets
 * (sock_diag(7)), and its counters that say why a packet had no effect (/proc/net/snmp and
 * netstat). Only what changed is told. Nothing is inferred, and no memory is allocated.
 */
#ifndef SNIP_BOX_TRACE_STATES_H
#define SNIP_BOX_TRACE_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "box/trace/event.h"
#include "box/trace/wires.h"

enum { STATES_SOCKETS = 256, STATES_COUNTERS = 16 };

/* A socket that is known, as it was told of last. */
struct states_socket {
    struct event_socket is;
    bool seen;        /* in this look */
    uint8_t attempts; /* how often it has sent again what is not answered */
    int64_t left;     /* milliseconds until its timer went off by which it sends; -1: none */
    int64_t due;      /* when it will, nanoseconds on the clock of the recording; -1: never */
};

struct states {
    int diag;          /* a NETLINK_SOCK_DIAG socket in the host's network */
    int snmp, netstat; /* the files; -1: not opened yet */
    uint8_t host;
    struct states_socket sockets[STATES_SOCKETS];
    size_t n;
    uint64_t counters[STATES_COUNTERS];
    bool counted;   /* counters has been read once */
    int64_t timer;  /* when the next timer of TCP that sends goes off, on the clock; -1: never */
    bool timed_out; /* one has gone off since the last look */
};

/* Begins STATES of HOST, in whose network namespace the caller is. Returns false with errno. */
bool states_begin(struct states *states, size_t host);

/*
 * Tells what is not as it was of sockets, where the clock of the recording is at NOW; of more than
 * STATES_SOCKETS some are not told of.
 */
void states_look(struct states *states, int64_t now, wires_tell *tell, void *owner);

/* Tells which counters have risen; PID is a process of the host, in the /proc that PROC is. */
void states_count(struct states *states, int proc, long pid, wires_tell *tell, void *owner);

#endif
