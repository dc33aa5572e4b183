#include "engine/truth/states.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/truth/choice.h"
#include "engine/truth/sslines.h"

/* Tells whether FRAME is a segment between the two ends of STATE. */
static bool is_segment(const struct trace_event *frame, const struct trace_event *state)
{
    return frame->kind == TRACE_LEAVES && strcmp(frame->name, "TCP") == 0 &&
           ((same_name(frame->from, state->from) && same_name(frame->to, state->to)) ||
            (same_name(frame->from, state->to) && same_name(frame->to, state->from)));
}

/* Tells whether STATE is of a socket of TCP: of UDP there is ESTABLISHED too, but no segment. */
static bool is_tcp(const struct trace *trace, const struct trace_event *state)
{
    if (!state->to)
        return strcmp(state->name, "LISTEN") == 0;
    vec_each (event, &trace->events)
        if (is_segment(event, state))
            return true;
    return false;
}

static bool same_socket(const struct trace_event *a, const struct trace_event *b)
{
    return b->kind == TRACE_STATE && same_name(a->host, b->host) && same_name(a->from, b->from) &&
           same_name(a->to, b->to);
}

/* Tells whether a state before event I is of the same socket. */
static bool is_known(const struct trace *trace, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_socket(&trace->events.v[i], &trace->events.v[k]))
            return true;
    return false;
}

/* Appends the two lines of the socket whose first state is event I. */
static void show_socket(struct buf *out, const struct choice *choice, size_t i)
{
    const struct trace *trace = choice->trace;
    const struct trace_event *first = &trace->events.v[i];
    const char *last = NULL;
    buf_printf(out, "%s  %s%s%s\n  ", choice->lanes.v[choice->at[i]].name, first->from,
               first->to ? " > " : "", first->to ? first->to : "");
    for (size_t k = i; k < trace->events.n; k++) {
        const struct trace_event *event = &trace->events.v[k];
        if (!same_socket(first, event) || (last && strcmp(last, event->name) == 0))
            continue;
        buf_printf(out, "%s%s", last ? " → " : "", event->name);
        last = event->name;
    }
    buf_addc(out, '\n');
}

static void show_traced(struct buf *out, const struct block *block, const struct trace *trace)
{
    AUTO(choice_release) struct choice choice;
    choice_make(&choice, trace, block);
    for (size_t i = 0; i < trace->events.n; i++)
        if (trace->events.v[i].kind == TRACE_STATE && choice.shown[i] &&
            choice.at[i] != LANE_NONE && !is_known(trace, i) && is_tcp(trace, &trace->events.v[i]))
            show_socket(out, &choice, i);
}

void states_show(struct buf *out, const struct block *block, const struct record *record)
{
    if (record->trace.events.n) {
        show_traced(out, block, &record->trace);
        return;
    }
    vec_each (process, &record->processes) {
        AUTO(ss_release) struct ss_lines lines = { 0 };
        if (block_chooses(block, "only", process->name))
            ss_read(&lines, process);
        vec_each (line, &lines)
            buf_printf(out, "%s  %s > %s\n  %s\n", process->name, line->local, line->peer,
                       line->state);
    }
}

static void show_queue(struct buf *out, const char *name, const struct ss_line *line)
{
    unsigned long slots = line->recv_q > line->send_q ? line->recv_q : line->send_q;
    buf_printf(out, "%s  %s  ", name, line->local);
    for (unsigned long i = 0; i < slots && slots <= QUEUE_MOST_SLOTS; i++)
        buf_printf(out, "%s%s", i < line->recv_q ? "■" : "□", i + 1 < slots ? "" : "  ");
    buf_printf(out, "%lu of %lu\n", line->recv_q, line->send_q);
}

void queue_show(struct buf *out, const struct block *block, const struct record *record)
{
    vec_each (process, &record->processes) {
        AUTO(ss_release) struct ss_lines lines = { 0 };
        if (block_chooses(block, "only", process->name))
            ss_read(&lines, process);
        vec_each (line, &lines)
            if (strcmp(line->state, "LISTEN") == 0)
                show_queue(out, process->name, line);
    }
}
