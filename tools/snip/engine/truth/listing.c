#include "engine/truth/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Appends S and blanks up to WIDTH columns, and two more. */
static void add_padded(struct buf *out, const char *s, size_t width)
{
    size_t columns = text_columns(s);
    buf_adds(out, s);
    buf_fill(out, ' ', (columns < width ? width - columns : 0) + 2);
}

/* Appends a newline in place of the blanks at the end. */
static void end_line(struct buf *out)
{
    while (out->len && out->s[out->len - 1] == ' ')
        out->s[--out->len] = '\0';
    buf_addc(out, '\n');
}

/* How wide the longest name of the lanes that CHOICE shows is. */
static size_t name_width(const struct choice *choice)
{
    size_t width = 0;
    vec_each (lane, &choice->lanes)
        if (lane->chosen && text_columns(lane->name) > width)
            width = text_columns(lane->name);
    return width;
}

/* --- Calls --- */

/* The next event behind I that CHOICE shows; NULL where there is none. */
static const struct trace_event *next_shown(const struct choice *choice, size_t i)
{
    while (++i < choice->trace->events.n)
        if (choice->shown[i])
            return &choice->trace->events.v[i];
    return NULL;
}

/* Tells whether AFTER is the return of CALL. */
static bool returns(const struct trace_event *after, const struct trace_event *call)
{
    return after && after->kind == TRACE_RETURN && strcmp(after->by, call->by) == 0;
}

static void add_call(struct buf *out, const struct choice *choice, size_t i)
{
    const struct trace_event *event = &choice->trace->events.v[i];
    const struct trace_event *after = next_shown(choice, i);
    AUTO_FREE char *call = mark_call(event);
    if (event->result)
        buf_printf(out, "%s = %s", call, event->result);
    else if (returns(after, event))
        buf_printf(out, "%s = %s", call, after->result);
    else
        buf_printf(out, "%s …", call);
}

static void add_event(struct buf *out, const struct choice *choice, size_t i)
{
    const struct trace_event *event = &choice->trace->events.v[i];
    if (event->kind == TRACE_CALL) {
        add_call(out, choice, i);
    } else if (event->kind == TRACE_RETURN) {
        AUTO_FREE char *call = mark_call(event);
        buf_printf(out, "… %s = %s", call, event->result);
    } else {
        buf_printf(out, "%s%s",
                   event->kind == TRACE_SIGNAL ? "SIG"
                   : event->kind == TRACE_EXEC ? "exec "
                                               : "",
                   event->name);
    }
}

void listing_calls(struct buf *out, const struct choice *choice)
{
    size_t width = name_width(choice);
    const struct trace_event *waits = NULL; /* the call that the next event may end */
    for (size_t i = 0; i < choice->trace->events.n; i++) {
        const struct trace_event *event = &choice->trace->events.v[i];
        if (!choice->shown[i])
            continue;
        if (!waits || !returns(event, waits)) {
            add_padded(out, event->by, width);
            add_event(out, choice, i);
            buf_adds(out, event->free ? " *\n" : "\n");
        }
        waits = event->kind == TRACE_CALL && !event->result ? event : NULL;
    }
}

/* --- Packets --- */

enum { PACKET_FIELDS = 5 };

/* A line: number, names, addresses, what it is, and the rest. */
struct packet_line {
    char *fields[PACKET_FIELDS];
};

VEC_TYPE(packet_lines, struct packet_line);

/* What becomes of a frame. */
struct fate {
    bool shown;     /* it leaves, arrives or is lost where CHOICE shows it */
    bool lost;      /* … */
    struct buf to;  /* the names of the lanes where it arrives, or would have */
    struct buf why; /* what is wrong with it */
};

static struct fate find_fate(const struct choice *choice, size_t departure)
{
    const struct trace_events *events = &choice->trace->events;
    struct fate fate = { .shown = choice->shown[departure] };
    for (size_t i = departure + 1; i < events->n; i++) {
        const struct trace_event *event = &events->v[i];
        bool lost = event->kind == TRACE_LOST;
        if (event->frame != events->v[departure].frame || (!lost && event->kind != TRACE_ARRIVES))
            continue;
        fate.shown |= choice->shown[i];
        fate.lost |= lost;
        if (choice->at[i] != LANE_NONE)
            buf_printf(&fate.to, "%s%s", fate.to.len ? ", " : "",
                       choice->lanes.v[choice->at[i]].name);
        if (event->text && *event->text)
            buf_printf(&fate.why, "%s%s", fate.why.len ? ", " : "", event->text);
    }
    return fate;
}

static char *packet_rest(const struct trace_event *event, const struct fate *fate)
{
    struct buf rest = BUF_INIT;
    if (event->text && *event->text)
        buf_adds(&rest, event->text);
    if (event->data)
        buf_printf(&rest, "%s\"%s\"", rest.len ? "  " : "", event->data);
    if (fate->lost)
        buf_printf(&rest, "%slost", rest.len ? "  " : "");
    if (fate->why.len)
        buf_printf(&rest, "%s%s", rest.len ? "  " : "", buf_str(&fate->why));
    return buf_steal(&rest);
}

static void add_packet(struct packet_lines *lines, const struct choice *choice, size_t i)
{
    const struct trace_event *event = &choice->trace->events.v[i];
    size_t lane = choice->at[i];
    struct fate fate = find_fate(choice, i);
    if (fate.shown) {
        struct packet_line *line = vec_add(lines);
        line->fields[0] = mem_printf("%u", event->frame);
        line->fields[1] = mem_printf("%s > %s",
                                     lane == LANE_NONE ? "?" : choice->lanes.v[lane].name,
                                     fate.to.len ? buf_str(&fate.to) : "?");
        line->fields[2] = mem_printf("%s > %s", event->from, event->to);
        line->fields[3] = mem_printf("%s%s%s", event->name, event->flags ? " " : "",
                                     event->flags ? event->flags : "");
        line->fields[4] = packet_rest(event, &fate);
    }
    buf_release(&fate.to);
    buf_release(&fate.why);
}

void listing_packets(struct buf *out, const struct choice *choice)
{
    struct packet_lines lines = { 0 };
    size_t widths[PACKET_FIELDS] = { 0 };
    for (size_t i = 0; i < choice->trace->events.n; i++)
        if (choice->trace->events.v[i].kind == TRACE_LEAVES)
            add_packet(&lines, choice, i);
    vec_each (line, &lines)
        for (size_t i = 0; i < PACKET_FIELDS; i++)
            if (text_columns(line->fields[i]) > widths[i])
                widths[i] = text_columns(line->fields[i]);
    vec_each (line, &lines) {
        buf_fill(out, ' ', widths[0] - strlen(line->fields[0]));
        for (size_t i = 0; i < PACKET_FIELDS; i++) {
            add_padded(out, line->fields[i], i ? widths[i] : 0);
            free(line->fields[i]);
        }
        end_line(out);
    }
    vec_release(&lines);
}

/* --- A time line --- */

static void add_head(struct buf *out, const struct choice *choice)
{
    const char *between = "";
    vec_each (lane, &choice->lanes) {
        if (!lane->chosen || !lane->address)
            continue;
        buf_printf(out, "%s%s %s", between, lane->name, lane->address);
        between = ", ";
    }
    buf_adds(out, *between ? "\n\n" : "");
}

static void add_mark(struct buf *out, const struct choice *choice, const struct mark *mark)
{
    static const char *const arrows[] = {
        [MARK_TEXT] = "",      [MARK_ARROW] = "──> ", [MARK_LEAVES] = "──┄ ",
        [MARK_COMES] = "┄─> ", [MARK_LOST] = "──╳ ",  [MARK_FADES] = "┄┄╳ ",
    };
    buf_adds(out, mark->text);
    if (mark->kind != MARK_TEXT)
        buf_printf(out, " %s%s", arrows[mark->kind], choice->lanes.v[mark->to].name);
}

void listing_marks(struct buf *out, const struct choice *choice, const struct marks *marks)
{
    size_t width = name_width(choice);
    const struct mark *last = NULL;
    add_head(out, choice);
    vec_each (mark, marks) {
        if (!mark->text)
            continue;
        bool joins = last && last->kind == MARK_TEXT && mark->kind == MARK_TEXT &&
                     last->step == mark->step && last->lane == mark->lane;
        if (joins) {
            buf_adds(out, "  ");
        } else {
            buf_adds(out, last ? "\n" : "");
            add_padded(out, mark->lane == LANE_NONE ? "" : choice->lanes.v[mark->lane].name, width);
        }
        add_mark(out, choice, mark);
        last = mark;
    }
    buf_adds(out, last ? "\n" : "");
}
