#include "engine/truth/choice.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/trace/call.h"

/* What is known while events are placed. */
struct placing {
    const struct trace *trace;
    const struct lanes *lanes;
    const size_t *at; /* of each event before the one that is placed */
    size_t *recent;   /* for each lane that is the first of its host: where something last stood */
};

/* Two ends of a frame or a socket: whose it is, and the other. */
struct ends {
    const char *local, *remote;
};

bool same_name(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* --- Lanes --- */

static size_t lane_named(const struct lanes *lanes, const char *name)
{
    for (size_t i = 0; name && i < lanes->n; i++)
        if (strcmp(lanes->v[i].name, name) == 0)
            return i;
    return LANE_NONE;
}

/* The first lane on HOST, which may be NULL. */
static size_t lane_on(const struct lanes *lanes, const char *host)
{
    for (size_t i = 0; i < lanes->n; i++)
        if (same_name(lanes->v[i].host, host))
            return i;
    return LANE_NONE;
}

static bool is_on(const struct lanes *lanes, size_t lane, const char *host)
{
    return lane != LANE_NONE && same_name(lanes->v[lane].host, host);
}

/* Adds the lanes of hosts behind the first, in the order in which they are met. */
static void add_hosts(struct lanes *lanes, const struct trace *trace)
{
    size_t at = lanes->n ? 1 : 0;
    vec_each (event, &trace->events) {
        bool frame = event->kind == TRACE_LEAVES || event->kind == TRACE_ARRIVES;
        if (!frame || !event->host || lane_on(lanes, event->host) != LANE_NONE)
            continue;
        vec_add(lanes);
        memmove(&lanes->v[at + 1], &lanes->v[at], (lanes->n - 1 - at) * sizeof(*lanes->v));
        lanes->v[at++] = (struct lane){ .name = event->host, .host = event->host };
    }
}

static void make_lanes(struct lanes *lanes, const struct trace *trace, const struct block *block)
{
    vec_each (process, &trace->processes)
        vec_push(lanes,
                 ((struct lane){ process->name, process->host, process->address, process, false }));
    add_hosts(lanes, trace);
    vec_each (lane, lanes)
        lane->chosen =
            block_chooses(block, "only", lane->process ? lane->process->process : lane->name);
}

/* --- Places --- */

static bool is_call(const struct trace_event *event)
{
    return event->kind == TRACE_CALL || event->kind == TRACE_RETURN;
}

static bool is_frame(const struct trace_event *event)
{
    return event->kind == TRACE_LEAVES || event->kind == TRACE_ARRIVES || event->kind == TRACE_LOST;
}

const struct trace_event *choice_departure(const struct trace *trace,
                                           const struct trace_event *event)
{
    vec_each (other, &trace->events)
        if (is_frame(event) && other->kind == TRACE_LEAVES && other->frame == event->frame)
            return other;
    return NULL;
}

static struct ends ends_of(const struct trace *trace, const struct trace_event *event)
{
    if (event->kind == TRACE_LEAVES || event->kind == TRACE_STATE)
        return (struct ends){ event->from, event->to };
    const struct trace_event *departure = choice_departure(trace, event);
    return departure ? (struct ends){ departure->to, departure->from } : (struct ends){ 0 };
}

/* Where in ADDRESS the port begins, with its colon; NULL where it has none. */
static const char *port_of(const char *address)
{
    return address ? strrchr(address, ':') : NULL;
}

/* Tells whether STATE tells who holds a socket on HOST with ENDS, or one for anybody's. */
static bool tells_holder(const struct trace_event *state, const char *host, const struct ends *ends,
                         bool anybody)
{
    if (state->kind != TRACE_STATE || !state->by || !same_name(state->host, host))
        return false;
    if (!anybody)
        return same_name(state->from, ends->local) && same_name(state->to, ends->remote);
    const char *port = port_of(ends->local);
    return port && !state->to && text_ends(state->from, port);
}

/* 1: who holds the socket of EVENT. */
static size_t find_holder(const struct placing *p, const struct trace_event *event,
                          const struct ends *ends)
{
    for (int anybody = 0; ends->local && anybody < 2; anybody++) {
        const struct trace_event *found = NULL;
        vec_each (state, &p->trace->events)
            if (tells_holder(state, event->host, ends, anybody) && (!found || state <= event))
                found = state;
        if (found)
            return lane_named(p->lanes, found->by);
    }
    return LANE_NONE;
}

/* 2: who did something on that host in the same step; a frame that arrives was its sender's doing,
 * and what it did is that a call returned. */
static size_t find_actor(const struct placing *p, const struct trace_event *event)
{
    vec_each (other, &p->trace->events) {
        bool did = event->kind == TRACE_ARRIVES ? other->kind == TRACE_RETURN
                                                : other->kind != TRACE_STATE;
        size_t lane = other->step == event->step && did ? lane_named(p->lanes, other->by)
                                                        : LANE_NONE;
        if (is_on(p->lanes, lane, event->host))
            return lane;
    }
    return LANE_NONE;
}

/* 3: who sent a frame from that end before. */
static size_t find_sender(const struct placing *p, const struct trace_event *event,
                          const struct ends *ends)
{
    for (const struct trace_event *other = p->trace->events.v; ends->local && other < event;
         other++)
        if (other->kind == TRACE_LEAVES && same_name(other->host, event->host) &&
            same_name(other->from, ends->local))
            return p->at[other - p->trace->events.v];
    return LANE_NONE;
}

/* Tells whether ARGS speak of PORT, a number with its colon. */
static bool has_port(const char *args, const char *port)
{
    size_t len = strlen(port);
    for (const char *at = args; (at = strstr(at, port)); at += len)
        if (!isalnum((unsigned char)at[len]) && at[len] != '_')
            return true;
    return false;
}

/* 4: who bound a socket to that port. */
static size_t find_binder(const struct placing *p, const struct trace_event *event,
                          const struct ends *ends)
{
    const char *port = port_of(ends->local);
    if (!port || !port[1] || port[1 + strspn(port + 1, "0123456789")])
        return LANE_NONE;
    vec_each (call, &p->trace->events) {
        if (call->kind != TRACE_CALL || strcmp(call->name, "bind") != 0 ||
            !has_port(call->args, port))
            continue;
        size_t lane = lane_named(p->lanes, call->by);
        if (is_on(p->lanes, lane, event->host))
            return lane;
    }
    return LANE_NONE;
}

/* 5: whose lane on that host was the last, or is the first. */
static size_t find_recent(const struct placing *p, const struct trace_event *event)
{
    size_t first = lane_on(p->lanes, event->host);
    return first == LANE_NONE ? first : p->recent[first];
}

static size_t place(const struct placing *p, const struct trace_event *event)
{
    struct ends ends = ends_of(p->trace, event);
    size_t lane = event->kind == TRACE_TIME ? LANE_NONE : lane_named(p->lanes, event->by);
    if (event->kind == TRACE_TIME || lane != LANE_NONE)
        return lane;
    lane = find_holder(p, event, &ends);
    if (lane == LANE_NONE)
        lane = find_actor(p, event);
    if (lane == LANE_NONE)
        lane = find_sender(p, event, &ends);
    if (lane == LANE_NONE)
        lane = find_binder(p, event, &ends);
    return lane == LANE_NONE ? find_recent(p, event) : lane;
}

static void place_all(struct choice *choice)
{
    const struct trace *trace = choice->trace;
    const struct lanes *lanes = &choice->lanes;
    AUTO_FREE size_t *recent = mem_alloc(lanes->n * sizeof(*recent));
    struct placing p = { trace, lanes, choice->at, recent };
    for (size_t i = 0; i < lanes->n; i++)
        recent[i] = i;
    for (size_t i = 0; i < trace->events.n; i++) {
        size_t lane = choice->at[i] = place(&p, &trace->events.v[i]);
        if (lane != LANE_NONE)
            recent[lane_on(lanes, lanes->v[lane].host)] = lane;
    }
}

/* --- Choice --- */

/* Tells whether a view of KIND is of what EVENT is. */
static bool belongs(enum view_kind kind, const struct trace_event *event)
{
    switch (kind) {
    case VIEW_CALLS:
        return is_call(event) || event->kind == TRACE_EXEC || event->kind == TRACE_SIGNAL ||
               event->kind == TRACE_END;
    case VIEW_PACKETS:
        return is_frame(event);
    default:
        return true;
    }
}

static bool is_shown(const struct choice *choice, const struct block *block, size_t i)
{
    const struct trace_event *event = &choice->trace->events.v[i];
    size_t lane = choice->at[i];
    if (!belongs(block->kind, event) || (lane != LANE_NONE && !choice->lanes.v[lane].chosen))
        return false;
    if (is_frame(event))
        return block_chooses(block, "on", event->on);
    if (!is_call(event))
        return true;
    int flags = call_flags(event->name);
    return block_attribute(block, "calls") ? block_chooses(block, "calls", event->name)
                                           : flags < 0 || flags & CALL_SHOWN;
}

void choice_make(struct choice *choice, const struct trace *trace, const struct block *block)
{
    size_t n = trace->events.n;
    *choice = (struct choice){ .trace = trace,
                               .at = mem_alloc(n * sizeof(*choice->at)),
                               .shown = mem_alloc(n * sizeof(*choice->shown)) };
    make_lanes(&choice->lanes, trace, block);
    place_all(choice);
    unsigned last = 0; /* steps count from 1 */
    for (size_t i = 0; i < n; i++) {
        choice->shown[i] = is_shown(choice, block, i);
        choice->steps += choice->shown[i] && trace->events.v[i].step != last;
        if (choice->shown[i])
            last = trace->events.v[i].step;
    }
}

void choice_release(struct choice *choice)
{
    vec_release(&choice->lanes);
    free(choice->at);
    free(choice->shown);
    *choice = (struct choice){ 0 };
}
