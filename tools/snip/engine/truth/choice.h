/*
 * What of a trace a block shows, and where. The site draws the same by the same rules from the same
 * record (_plugins/article/trace.rb); tests/md/site.t holds that it does.
 *
 * Lanes are the columns: the processes, and behind the first of them the hosts that frames pass by
 * and on which none runs. What happened stands in the lane of the process that did it; what the
 * kernel of a host did, of a frame or a socket with a local and a remote end, in that of
 *
 * 1. who holds the socket, as the states tell: the last until then, or else the first, with these
 *    two ends, or where there is none, with that port and no remote end;
 * 2. who did something on that host in the same step; of a frame that arrives, whose call returned;
 * 3. who sent a frame from the local end before;
 * 4. who bound a socket to that port there;
 * 5. whose lane on that host was the last that something stood in, or else is the first.
 *
 * Time that passes is in no lane. Shown is what stands in a chosen lane, or in none; of calls those
 * that are chosen, without a choice those that have CALL_SHOWN (box/trace/call.h); of frames those
 * of the chosen networks.
 */
#ifndef SNIP_ENGINE_TRUTH_CHOICE_H
#define SNIP_ENGINE_TRUTH_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "doc/post/block.h"
#include "engine/record/recordtrace.h"

enum {
    LANE_NONE = SIZE_MAX,
    CHOICE_MOST_STEPS = 120, /* more of them nobody reads */
};

/* A column. Its strings are the trace's. */
struct lane {
    const char *name;
    const char *host, *address;          /* or NULL */
    const struct trace_process *process; /* NULL: a host */
    bool chosen;
};

VEC_TYPE(lanes, struct lane);

/* What a block shows of a trace. */
struct choice {
    const struct trace *trace;
    struct lanes lanes;
    size_t *at;   /* the lane of each event, or LANE_NONE */
    bool *shown;  /* whether each event is */
    size_t steps; /* how many are shown */
};

/* Makes CHOICE, what BLOCK shows of TRACE, which must stay; end it with choice_release(). */
void choice_make(struct choice *choice, const struct trace *trace, const struct block *block);

/* The event with which the frame of EVENT leaves, or NULL; EVENT may be that itself. */
const struct trace_event *choice_departure(const struct trace *trace,
                                           const struct trace_event *event);

/* Tells whether A and B, each may be NULL, are the same. */
bool same_name(const char *a, const char *b);

/* Frees what CHOICE owns; it is empty afterwards. */
void choice_release(struct choice *choice);

#endif
