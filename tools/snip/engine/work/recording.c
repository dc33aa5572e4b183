/*
 * Numbers of the range of ephemeral ports may be sizes as well. So the ports that there really were
 * are collected where only a port can stand, behind an address; a mask says what each is called;
 * and then these alone are replaced.
 */
#include "engine/work/recording.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/trace/frame.h"
#include "engine/trace/pieces.h"
#include "engine/trace/story.h"

enum { PORT_DIGITS = 5 };

/* The port that a digit at AT begins, with no digit before it; 0: it is none, or does not vary. */
static unsigned port_at(const struct mask_facts *facts, const char *at)
{
    char *end;
    unsigned long number = strtoul(at, &end, 10);
    return end - at == PORT_DIGITS && number >= facts->port.low && number <= facts->port.high
               ? (unsigned)number
               : 0;
}

VEC_TYPE(port_list, unsigned);

static void add_port(struct port_list *ports, unsigned port)
{
    vec_each (one, ports)
        if (*one == port)
            return;
    vec_push(ports, port);
}

/* The strings of EVENT that may show a port; how many. */
static size_t strings_of(struct trace_event *event, char **list[6])
{
    char **all[] = { &event->from,   &event->to,   &event->args,
                     &event->result, &event->text, &event->data };
    size_t n = 0;
    for (size_t i = 0; i < COUNT(all); i++)
        if (*all[i])
            list[n++] = all[i];
    return n;
}

/* Adds the ports in TEXT that stand behind an address. */
static void find_ports(struct port_list *ports, const struct mask_facts *facts, const char *text)
{
    for (const char *at = text; (at = strchr(at, ':')) != NULL;) {
        unsigned port = isdigit((unsigned char)*++at) ? port_at(facts, at) : 0;
        if (port)
            add_port(ports, port);
    }
}

/* Sees to it that PORT is among GIVEN. */
static void know(struct box_ports *given, unsigned port)
{
    for (uint32_t i = 0; i < given->n; i++)
        if (given->v[i] == port)
            return;
    if (given->n == BOX_PORTS)
        given->n = 0; /* any */
    else if (given->n)
        given->v[given->n++] = (uint16_t)port;
}

/* What each of PORTS is called, a line each: as the MASKS of the manifest PATH do in OUTPUTS. */
static bool name_ports(struct buf *names, const struct port_list *ports,
                       const struct manifest *manifest, const struct mask_facts *facts,
                       const struct buf *outputs, struct err *err)
{
    char word[] = "port";
    struct mask_spec only = { .kind = MASK_PORT, .name = word };
    struct mask_specs masks = { .v = &only, .n = 1 };
    size_t n = manifest->processes.n;
    struct buf *texts = mem_alloc((n + 1) * sizeof(*texts));
    bool asked = false;
    vec_each (mask, &manifest->masks)
        asked |= mask->kind == MASK_PORT;
    for (size_t i = 0; i < n && asked; i++)
        buf_add(&texts[i], buf_str(&outputs[i]), outputs[i].len);
    struct mask_facts known = *facts;
    vec_each (port, ports) {
        buf_printf(&texts[n], "%u\n", *port);
        know(&known.given, *port);
    }
    bool ok = mask_apply(asked ? &manifest->masks : &masks, manifest->path, &known, texts, n + 1,
                         NULL, err);
    buf_add(names, buf_str(&texts[n]), texts[n].len);
    for (size_t i = 0; i <= n; i++)
        buf_release(&texts[i]);
    free(texts);
    return ok;
}

/* The name of the port number I among NAMES, its length in *LEN. */
static const char *name_at(const struct buf *names, size_t i, size_t *len)
{
    const char *at = buf_str(names);
    while (i-- > 0 && strchr(at, '\n'))
        at = strchr(at, '\n') + 1;
    *len = strcspn(at, "\n");
    return at;
}

/* Appends to OUT what the port at AT is called; false where none of PORTS is there. */
static bool put_name(struct buf *out, const struct port_list *ports, const struct buf *names,
                     unsigned port)
{
    for (size_t i = 0; i < ports->n; i++) {
        size_t len;
        if (ports->v[i] != port)
            continue;
        const char *name = name_at(names, i, &len);
        buf_add(out, name, len);
        return true;
    }
    return false;
}

/* Puts the names of PORTS into *TEXT. */
static void put_names(char **text, const struct port_list *ports, const struct buf *names,
                      const struct mask_facts *facts)
{
    struct buf out = BUF_INIT;
    for (const char *at = *text; *at;) {
        bool starts = isdigit((unsigned char)*at) &&
                      (at == *text || !isalnum((unsigned char)at[-1]));
        if (starts && put_name(&out, ports, names, port_at(facts, at))) {
            at += PORT_DIGITS;
            continue;
        }
        buf_add(&out, at++, 1);
    }
    free(*text);
    *text = buf_steal(&out);
}

/* The text number I of those in TRACE that masks act on: three of each event. */
static char **masked_text(struct trace *trace, size_t i)
{
    struct trace_event *event = &trace->events.v[i / 3];
    return i % 3 == 0 ? &event->args : i % 3 == 1 ? &event->result : &event->data;
}

/* Masks what else the manifest names in what calls were given and gave, and in what was sent. */
static bool mask_others(struct trace *trace, const struct manifest *manifest,
                        const struct mask_facts *facts, const struct buf *outputs, struct err *err)
{
    struct mask_specs masks = { 0 };
    size_t n = manifest->processes.n, count = 3 * trace->events.n;
    bool ok = true;
    vec_each (mask, &manifest->masks)
        if (mask->kind != MASK_PORT)
            vec_push(&masks, *mask);
    if (masks.n) {
        struct buf *texts = mem_alloc((n + count) * sizeof(*texts));
        for (size_t i = 0; i < n; i++)
            buf_add(&texts[i], buf_str(&outputs[i]), outputs[i].len);
        for (size_t i = 0; i < count; i++) {
            char **text = masked_text(trace, i);
            if (*text)
                buf_adds(&texts[n + i], *text);
        }
        ok = mask_apply(&masks, manifest->path, facts, texts, n + count, NULL, err);
        for (size_t i = 0; i < count; i++) {
            char **text = masked_text(trace, i);
            if (!*text)
                continue;
            free(*text);
            *text = buf_steal(&texts[n + i]);
        }
        for (size_t i = 0; i < n + count; i++)
            buf_release(&texts[i]);
        free(texts);
    }
    vec_release(&masks);
    return ok;
}

static bool name_all(struct trace *trace, const struct manifest *manifest,
                     const struct mask_facts *facts, const struct buf *outputs, struct err *err)
{
    AUTO(buf_release) struct buf names = BUF_INIT;
    struct port_list ports = { 0 };
    char **list[6];
    vec_each (event, &trace->events)
        for (size_t i = strings_of(event, list); i-- > 0;)
            find_ports(&ports, facts, *list[i]);
    bool ok = name_ports(&names, &ports, manifest, facts, outputs, err);
    vec_each (event, &trace->events)
        for (size_t i = strings_of(event, list); ok && i-- > 0;)
            put_names(list[i], &ports, &names, facts);
    vec_release(&ports);
    ok = ok && mask_others(trace, manifest, facts, outputs, err);
    vec_each (event, &trace->events) {
        if (event->args)
            piece_cut_texts(&event->args);
        if (event->result)
            piece_cut_texts(&event->result);
    }
    return ok;
}

static bool is_same(const struct ordering *a, enum end end,
                    const struct record_processes *processes)
{
    return a->end == end && record_processes_same(&a->processes, processes);
}

void orderings_add(struct orderings *orderings, enum end end, struct record_processes *processes,
                   struct trace *trace)
{
    struct ordering *found = NULL;
    vec_each (one, orderings)
        if (!found && is_same(one, end, processes))
            found = one;
    if (!found) {
        found = vec_add(orderings);
        *found = (struct ordering){ end, *processes, *trace, 0 };
    } else if (trace->events.n < found->trace.events.n) {
        struct trace longer = found->trace;
        found->trace = *trace;
        trace_release(&longer);
        record_processes_release(processes);
    } else {
        trace_release(trace);
        record_processes_release(processes);
    }
    found->count++;
    *processes = (struct record_processes){ 0 };
    *trace = (struct trace){ 0 };
}

void orderings_release(struct orderings *orderings)
{
    vec_each (one, orderings) {
        record_processes_release(&one->processes);
        trace_release(&one->trace);
    }
    vec_release(orderings);
}

enum recording recording_went(const struct run_result *result, size_t *process)
{
    vec_each (event, &result->trace)
        if ((*event)->kind == EVENT_OVER) {
            *process = (*event)->program;
            return (enum recording)(*event)->value;
        }
    *process = 0;
    return RECORDING_FAILED;
}

bool recording_trace(struct trace *trace, const struct snippet *snippet,
                     const struct run_result *result, const struct mask_facts *facts,
                     const struct buf *outputs, struct err *err)
{
    const struct manifest *manifest = &snippet->manifest;
    const struct story story = {
        .processes = &manifest->processes,
        .lab = &manifest->lab,
        .port_low = (uint16_t)facts->port.low,
        .port_high = (uint16_t)facts->port.high,
    };
    const struct event **events = mem_alloc(result->trace.n * sizeof(*events));
    for (size_t i = 0; i < result->trace.n; i++)
        events[i] = result->trace.v[i];
    story_tell(trace, &story, events, result->trace.n);
    free(events);
    struct strings data = { 0 };
    vec_each (event, &trace->events)
        strings_add(&data, mem_strdup(event->data ? event->data : ""));
    bool ok = name_all(trace, manifest, facts, outputs, err);
    for (size_t i = 0; i < data.n; i++)
        frame_finish(&trace->events.v[i], data.v[i]);
    strings_release(&data);
    return ok;
}
