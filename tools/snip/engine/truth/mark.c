#include "engine/truth/mark.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

enum { MOST_DATA = 20 }; /* columns of a packet's data on an arrow */

/* What is being made. */
struct making {
    const struct choice *choice;
    struct marks *marks;
    bool *drawn; /* of each event that is an arrival: its departure has drawn it */
};

/* --- Words --- */

/* Tells whether TEXT is there and not empty. */
static bool is_said(const char *text)
{
    return text && *text;
}

char *mark_call(const struct trace_event *event)
{
    return mem_printf("%s(%s)", event->name, event->args);
}

/* Appends TEXT, cut where it is long, in quotes. */
static void add_data(struct buf *out, const char *text)
{
    size_t len = 0, full = strlen(text);
    uint32_t code;
    for (size_t n; len < full; len += n) {
        n = utf8_decode(text + len, full - len, &code);
        AUTO_FREE char *head = mem_strndup(text, len + n);
        if (n == 0 || text_columns(head) > MOST_DATA)
            break;
    }
    buf_addc(out, '"');
    buf_add(out, text, len);
    buf_printf(out, "\"%s", len < full ? "…" : "");
}

/* Appends the FLAGS of TCP that tell something: ACK does where it is alone, or answers a SYN. */
static void add_flags(struct buf *out, const struct trace_event *event)
{
    bool syn = strstr(event->flags, "SYN") != NULL;
    for (const char *at = event->flags; *at; at += strspn(at, ", ")) {
        size_t n = strcspn(at, ", ");
        struct slice flag = { at, n };
        at += n;
        if (slice_is(flag, "PSH") || (slice_is(flag, "ACK") && !syn))
            continue;
        buf_printf(out, "%s%.*s", out->len ? ", " : "", (int)flag.len, flag.s);
    }
}

/* Appends what one that only acknowledges does: "ACK 5". */
static void add_ack(struct buf *out, const struct trace_event *event)
{
    const char *ack = event->text ? strstr(event->text, "ack ") : NULL;
    size_t digits = ack ? strspn(ack + 4, "0123456789") : 0;
    buf_printf(out, "ACK%.*s", digits ? (int)digits + 1 : 0, ack ? ack + 3 : "");
}

static void add_segment(struct buf *out, const struct trace_event *event)
{
    if (event->flags)
        add_flags(out, event);
    if (is_said(event->data)) {
        buf_adds(out, out->len ? ", " : "");
        add_data(out, event->data);
    }
    if (out->len == 0)
        add_ack(out, event);
}

char *mark_packet(const struct trace_event *departure)
{
    struct buf out = BUF_INIT;
    if (strcmp(departure->name, "TCP") == 0) {
        add_segment(&out, departure);
        return buf_steal(&out);
    }
    bool arp = strcmp(departure->name, "ARP") == 0; /* what is asked says more than that it is */
    bool flags = is_said(departure->flags) && !arp, data = is_said(departure->data) && !flags;
    const char *what = flags ? departure->flags : departure->text;
    buf_adds(&out, departure->name);
    if (is_said(what) && !data)
        buf_printf(&out, " %s", what);
    if (data) {
        buf_addc(&out, ' ');
        add_data(&out, departure->data);
    }
    return buf_steal(&out);
}

/* Tells whether connections of several peers stand in LANE, so that states must say of which. */
static bool has_peers(const struct choice *choice, size_t lane)
{
    const char *peer = NULL;
    for (size_t i = 0; i < choice->trace->events.n; i++) {
        const struct trace_event *event = &choice->trace->events.v[i];
        if (!choice->shown[i] || choice->at[i] != lane || event->kind != TRACE_STATE || !event->to)
            continue;
        if (peer && strcmp(peer, event->to) != 0)
            return true;
        peer = event->to;
    }
    return false;
}

/* What was last said of the socket that EVENT is of; NULL: nothing yet. */
static const struct trace_event *last_state(const struct choice *choice,
                                            const struct trace_event *event)
{
    for (const struct trace_event *at = event; at-- > choice->trace->events.v;)
        if (at->kind == TRACE_STATE && choice->shown[at - choice->trace->events.v] &&
            same_name(at->host, event->host) && same_name(at->from, event->from) &&
            same_name(at->to, event->to))
            return at;
    return NULL;
}

/* Tells whether somebody listens at the port of STATE on its host. */
static bool is_listened_to(const struct choice *choice, const struct trace_event *state)
{
    const char *port = strrchr(state->from, ':');
    vec_each (event, &choice->trace->events)
        if (event->kind == TRACE_STATE && strcmp(event->name, "LISTEN") == 0 &&
            same_name(event->host, state->host) && port && text_ends(event->from, port))
            return true;
    return false;
}

/* What waits in a socket for its program, or it for one. */
static void add_waiting(struct buf *out, const struct choice *choice,
                        const struct trace_event *state)
{
    bool listens = strcmp(state->name, "LISTEN") == 0;
    const char *between = out->len ? ", " : "";
    if (state->unread)
        buf_printf(out, "%s%lu %s", between, state->unread, listens ? "to accept" : "unread");
    else if (!state->by && strcmp(state->name, "ESTABLISHED") == 0 && is_listened_to(choice, state))
        buf_printf(out, "%snot accepted", between);
}

/* What is new of the socket that EVENT is of. NULL: nothing, or one that has no peer is gone. */
static char *state_text(const struct choice *choice, size_t lane, const struct trace_event *event)
{
    struct buf out = BUF_INIT;
    const struct trace_event *last = last_state(choice, event);
    bool new = !last || strcmp(last->name, event->name) != 0;
    if (!event->to && strcmp(event->name, "CLOSED") == 0)
        return NULL;
    if (new)
        buf_adds(&out, event->name);
    if (new || last->unread != event->unread)
        add_waiting(&out, choice, event);
    if (out.len && event->to && has_peers(choice, lane))
        buf_printf(&out, " (%s)", event->to);
    return out.len ? buf_steal(&out) : NULL;
}

/* What is said in its lane of EVENT, which is none of a frame. NULL: nothing. */
static char *event_text(const struct choice *choice, size_t lane, const struct trace_event *event)
{
    AUTO_FREE char *call = event->kind == TRACE_CALL ? mark_call(event) : NULL;
    const struct trace_process *process = trace_find_process(choice->trace, event->by);
    switch (event->kind) {
    case TRACE_CALL:
        return event->result ? mem_printf("%s = %s", call, event->result)
                             : mem_printf("%s …", call);
    case TRACE_RETURN:
        return mem_printf("%s = %s", event->name, event->result);
    case TRACE_START:
        return process && process->parent
                   ? mem_strdup(process->thread ? "a thread starts" : "starts")
                   : NULL;
    case TRACE_EXEC:
        return mem_printf("exec %s", event->name);
    case TRACE_SIGNAL:
        return mem_printf("SIG%s", event->name);
    case TRACE_STATE:
        return state_text(choice, lane, event);
    case TRACE_COUNTER:
        return mem_printf("%s +%lu", event->name, event->count);
    case TRACE_TIME:
        return *event->text ? mem_printf("%s pass", event->text)
                            : mem_strdup("a timer of the kernel fires");
    default:
        return event->name ? mem_strdup(event->name) : NULL;
    }
}

static enum life life_behind(const struct trace_event *event)
{
    switch (event->kind) {
    case TRACE_CALL:
        return event->result ? LIFE_SAME : LIFE_WAITS;
    case TRACE_RETURN:
    case TRACE_START:
        return LIFE_RUNS;
    case TRACE_END:
        return LIFE_OVER;
    default:
        return LIFE_SAME;
    }
}

/* --- Marks --- */

/* The place of a new mark: words of a step come before the packets that leave in it. */
static size_t find_place(const struct marks *marks, enum mark_kind kind, unsigned step, size_t lane)
{
    size_t at = marks->n;
    for (; kind == MARK_TEXT && at > 0; at--) {
        const struct mark *before = &marks->v[at - 1];
        bool leaves = before->kind == MARK_ARROW || before->kind == MARK_LEAVES ||
                      before->kind == MARK_LOST;
        if (!leaves || before->step != step || before->lane != lane)
            break;
    }
    return at;
}

static struct mark *add(const struct making *m, enum mark_kind kind, size_t i, size_t lane,
                        char *text)
{
    const struct trace_event *event = &m->choice->trace->events.v[i];
    struct marks *marks = m->marks;
    size_t at = find_place(marks, kind, event->step, lane);
    vec_add(marks);
    memmove(&marks->v[at + 1], &marks->v[at], (marks->n - 1 - at) * sizeof(*marks->v));
    marks->v[at] = (struct mark){ kind, event->step, lane, LANE_NONE, text, LIFE_SAME };
    if (text && event->free) {
        marks->v[at].text = mem_printf("%s *", text);
        free(text);
    }
    return &marks->v[at];
}

static bool is_chosen(const struct choice *choice, size_t lane)
{
    return lane != LANE_NONE && choice->lanes.v[lane].chosen;
}

/* The place of the first event behind I with which the frame of I arrives or is lost, and which is
 * shown; that of I where there is none. */
static size_t next_arrival(const struct choice *choice, size_t i)
{
    const struct trace_events *events = &choice->trace->events;
    for (size_t k = i + 1; k < events->n; k++)
        if (choice->shown[k] && events->v[k].frame == events->v[i].frame &&
            (events->v[k].kind == TRACE_ARRIVES || events->v[k].kind == TRACE_LOST))
            return k;
    return i;
}

/* Tells whether there is something to see between I, a departure, and J, its arrival. */
static bool is_apart(const struct making *m, size_t i, size_t j)
{
    const struct trace_event *events = m->choice->trace->events.v;
    for (size_t k = i + 1; k < j; k++) {
        bool other = events[k].step != events[i].step && events[k].step != events[j].step;
        bool seen = events[k].kind != TRACE_START && !(m->drawn[k] && !events[k].text);
        if (m->choice->shown[k] && other && seen)
            return true;
    }
    return false;
}

/* Of a frame whose other end is not shown, or is in the same lane, words must do. */
static void add_one_end(const struct making *m, size_t i, const char *format, const char *packet,
                        const char *end)
{
    struct buf out = BUF_INIT;
    buf_printf(&out, format, packet, end);
    add(m, MARK_TEXT, i, m->choice->at[i], buf_steal(&out));
}

static void add_departure(const struct making *m, size_t i)
{
    const struct choice *choice = m->choice;
    const struct trace_event *event = &choice->trace->events.v[i];
    size_t j = next_arrival(choice, i), lane = choice->at[i], to = choice->at[j];
    bool lost = j > i && choice->trace->events.v[j].kind == TRACE_LOST;
    bool apart = j == i || is_apart(m, i, j);
    AUTO_FREE char *packet = mark_packet(event);
    m->drawn[j] |= j > i && !apart;
    if (lane == to || !is_chosen(choice, to)) {
        add_one_end(m, i, apart || !lost ? "%s ──> %s" : "%s ──╳ %s", packet, event->to);
        return;
    }
    struct mark *mark = add(m,
                            apart  ? MARK_LEAVES
                            : lost ? MARK_LOST
                                   : MARK_ARROW,
                            i, lane, steal(&packet));
    mark->to = to;
}

static void add_arrival(const struct making *m, size_t i)
{
    const struct choice *choice = m->choice;
    const struct trace_event *event = &choice->trace->events.v[i];
    const struct trace_event *departure = choice_departure(choice->trace, event);
    size_t lane = choice->at[i];
    size_t from = departure ? choice->at[departure - choice->trace->events.v] : LANE_NONE;
    bool lost = event->kind == TRACE_LOST;
    if (departure && !m->drawn[i]) {
        AUTO_FREE char *packet = mark_packet(departure);
        if (from == lane || !is_chosen(choice, from) ||
            !choice->shown[departure - choice->trace->events.v])
            add_one_end(m, i, lost ? "%s ──╳ from %s" : "%s <── %s", packet, departure->from);
        else
            add(m, lost ? MARK_FADES : MARK_COMES, i, from, steal(&packet))->to = lane;
    }
    if (is_said(event->text))
        add(m, MARK_TEXT, i, lane, mem_strdup(event->text));
}

void marks_make(struct marks *marks, const struct choice *choice)
{
    size_t n = choice->trace->events.n;
    AUTO_FREE bool *drawn = mem_alloc(n * sizeof(*drawn));
    const struct making m = { choice, marks, drawn };
    for (size_t i = 0; i < n; i++) {
        const struct trace_event *event = &choice->trace->events.v[i];
        size_t lane = choice->at[i];
        if (!choice->shown[i])
            continue;
        if (event->kind == TRACE_LEAVES)
            add_departure(&m, i);
        else if (event->kind == TRACE_ARRIVES || event->kind == TRACE_LOST)
            add_arrival(&m, i);
        else
            add(&m, MARK_TEXT, i, lane, event_text(choice, lane, event))->life = life_behind(event);
    }
}

void marks_release(struct marks *marks)
{
    vec_each (mark, marks)
        free(mark->text);
    vec_release(marks);
}
