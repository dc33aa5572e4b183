/*
 * What happened in a run, as a record tells it: the calls of its processes, the frames on its
 * networks, the states of its sockets, in the order of their happening. The words are final: what
 * varies from run to run is named or left out.
 */
#ifndef SNIP_ENGINE_RECORD_RECORDTRACE_H
#define SNIP_ENGINE_RECORD_RECORDTRACE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/vec.h"

/* A column of a time line: a process, one that it forked, or a thread. */
struct trace_process {
    char *name;    /* "server"; its second process or thread "server.2" and so on */
    char *process; /* in the manifest */
    char *host;    /* of the lab; NULL where there is none */
    char *address; /* that it is known by; NULL without a lab */
    char *parent;  /* the name of who made it; NULL where snip did */
    bool thread;
};

enum trace_kind {
    TRACE_CALL, /* by, name, args; result: NULL where it waits, and a TRACE_RETURN follows or not */
    TRACE_RETURN,  /* by, name, args, result: of a call that waited */
    TRACE_START,   /* by: its first program is there */
    TRACE_EXEC,    /* by; name: the program */
    TRACE_SIGNAL,  /* by; name: "USR1" */
    TRACE_END,     /* by; name: "exit 0", "killed by TERM" */
    TRACE_LEAVES,  /* host, on, frame, from, to, name ("TCP"), flags, text, data */
    TRACE_ARRIVES, /* host, on, frame; text: what is wrong with it where it was changed */
    TRACE_LOST,    /* host, on, frame; text: why, where nobody asked for it */
    TRACE_STATE,   /* host, from (its own address), to, name; by: who holds it; unread, unsent */
    TRACE_COUNTER, /* host; name: "ListenOverflows"; count */
    TRACE_TIME,    /* by; text: "40 ms" or, for a timer of the kernel, "" */
};

/* What happened. A string that does not belong to its kind is NULL. */
struct trace_event {
    enum trace_kind kind;
    unsigned step;  /* events of one step have one cause */
    bool free;      /* a real kernel orders this and what came next by chance */
    char *by;       /* a trace_process' name */
    char *host;     /* without a lab NULL */
    char *on;       /* a network of the lab, or "lo" */
    unsigned frame; /* from 1; 0: none */
    char *name, *args, *result;
    char *from, *to;
    char *flags; /* "SYN, ACK" */
    char *text;  /* the rest: "seq 0, ack 1, mss 1460" */
    char *data;  /* payload as text, made visible */
    char *bytes; /* of TRACE_LEAVES: the frame with all that varies made constant, in base64 */
    unsigned long unread, unsent, count;
};

VEC_TYPE(trace_processes, struct trace_process);
VEC_TYPE(trace_events, struct trace_event);

struct trace {
    struct trace_processes processes; /* in the manifest's order, each followed by what it made */
    struct trace_events events;       /* none: there is no trace */
    unsigned long omitted;            /* events that were too many */
};

/* TRACE as the text of a JSON value, one event a line, indented as in a record. */
void record_trace_print(struct buf *out, const struct trace *trace);

/*
 * Reads JSON into TRACE. Returns false where it is none: its keys are not those of the kinds above,
 * steps go back, `by` is nobody of its processes, a text is more than a line. TRACE is set either
 * way.
 */
bool record_trace_parse(struct trace *trace, json_t *json) __attribute__((warn_unused_result));

/* The process NAME of TRACE; NULL where there is none, or NAME is NULL. */
const struct trace_process *trace_find_process(const struct trace *trace, const char *name);

/* Tells whether A and B tell the same. */
bool trace_equal(const struct trace *a, const struct trace *b);

/* Frees what TRACE owns; it is empty afterwards. */
void trace_release(struct trace *trace);

#endif
