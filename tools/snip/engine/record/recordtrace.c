#include "engine/record/recordtrace.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What an event may say besides its step and its kind, in the order in which it is written. */
enum member { HOST, BY, ON, FROM, TO, IS, FLAGS, ARGS, RESULT, TEXT, DATA, BYTES, TEXTS };
enum number { UNREAD = TEXTS, UNSENT, TIMES };

static const struct {
    const char *key;
    size_t at; /* in struct trace_event */
} members[] = {
#define MEMBER(MEMBER, KEY, AT) [MEMBER] = { KEY, offsetof(struct trace_event, AT) }
    MEMBER(HOST, "host", host),
    MEMBER(BY, "by", by),
    MEMBER(ON, "on", on),
    MEMBER(FROM, "from", from),
    MEMBER(TO, "to", to),
    MEMBER(IS, "is", name),
    MEMBER(FLAGS, "flags", flags),
    MEMBER(ARGS, "args", args),
    MEMBER(RESULT, "result", result),
    MEMBER(TEXT, "text", text),
    MEMBER(DATA, "data", data),
    MEMBER(BYTES, "bytes", bytes),
    MEMBER(UNREAD, "unread", unread),
    MEMBER(UNSENT, "unsent", unsent),
    MEMBER(TIMES, "count", count),
#undef MEMBER
};

#define OF(MEMBER) (1U << (MEMBER))

/* The kinds: the key that tells each, what is its value (0: the frame), and what goes with it. */
static const struct {
    const char *key;
    size_t at;
    unsigned must, may; /* of OF() */
} kinds[] = {
#define AT(MEMBER) offsetof(struct trace_event, MEMBER)
    [TRACE_CALL] = { "call", AT(name), OF(BY) | OF(ARGS), OF(RESULT) },
    [TRACE_RETURN] = { "returns", AT(name), OF(BY) | OF(ARGS) | OF(RESULT), 0 },
    [TRACE_START] = { "start", AT(name), OF(BY), 0 },
    [TRACE_EXEC] = { "exec", AT(name), OF(BY), 0 },
    [TRACE_SIGNAL] = { "signal", AT(name), OF(BY), 0 },
    [TRACE_END] = { "end", AT(name), OF(BY), 0 },
    [TRACE_LEAVES] = { "leaves", 0, OF(ON) | OF(FROM) | OF(TO) | OF(IS),
                       OF(HOST) | OF(FLAGS) | OF(TEXT) | OF(DATA) | OF(BYTES) },
    [TRACE_ARRIVES] = { "arrives", 0, OF(ON), OF(HOST) | OF(TEXT) | OF(DATA) | OF(BYTES) },
    [TRACE_LOST] = { "lost", 0, OF(ON), OF(HOST) | OF(TEXT) },
    [TRACE_STATE] = { "state", AT(name), OF(FROM),
                      OF(HOST) | OF(BY) | OF(TO) | OF(UNREAD) | OF(UNSENT) },
    [TRACE_COUNTER] = { "counter", AT(name), OF(TIMES), OF(HOST) },
    [TRACE_TIME] = { "time", AT(text), 0, OF(BY) },
#undef AT
};

static char **text_at(struct trace_event *event, size_t at)
{
    return (char **)((char *)event + at);
}

static unsigned long *number_at(struct trace_event *event, size_t at)
{
    return (unsigned long *)((char *)event + at);
}

static void set_text(json_t *object, const char *key, const char *value)
{
    if (value)
        json_object_set_new(object, key, json_string(value));
}

/* What EVENT says by MEMBER, a new reference; NULL where that is nothing. */
static json_t *print_member(struct trace_event *event, unsigned member)
{
    if (member < TEXTS) {
        const char *text = *text_at(event, members[member].at);
        return text ? json_string(text) : NULL;
    }
    unsigned long number = *number_at(event, members[member].at);
    return number ? json_integer((json_int_t)number) : NULL;
}

static json_t *print_kind(struct trace_event *event)
{
    size_t at = kinds[event->kind].at;
    const char *text = at ? *text_at(event, at) : NULL;
    return at ? json_string(text ? text : "") : json_integer(event->frame);
}

static json_t *print_event(struct trace_event *event)
{
    unsigned belong = kinds[event->kind].must | kinds[event->kind].may;
    json_t *json = json_pack("{s:i}", "step", (int)event->step);
    for (unsigned i = 0; i < COUNT(members); i++) {
        json_t *value = (belong & OF(i)) ? print_member(event, i) : NULL;
        /* Who it happened to comes first, then what, then the rest. */
        if (i == ON)
            json_object_set_new(json, kinds[event->kind].key, print_kind(event));
        if (value)
            json_object_set_new(json, members[i].key, value);
    }
    if (event->free)
        json_object_set_new(json, "free", json_true());
    return json;
}

static json_t *print_process(const struct trace_process *process)
{
    json_t *json = json_pack("{s:s, s:s}", "name", process->name, "process", process->process);
    set_text(json, "host", process->host);
    set_text(json, "address", process->address);
    set_text(json, "parent", process->parent);
    if (process->thread)
        json_object_set_new(json, "thread", json_true());
    return json;
}

/* Appends JSON, which is ours, as one of the items of a list, a line each. */
static void print_line(struct buf *out, bool first, json_t *json)
{
    char *text = json_dumps(json, 0);
    json_decref(json);
    if (!text)
        mem_missing(); /* all strings are UTF-8 by now */
    buf_printf(out, "%s\n      %s", first ? "" : ",", text);
    free(text);
}

void record_trace_print(struct buf *out, const struct trace *trace)
{
    buf_adds(out, "{\n    \"processes\": [");
    vec_each (process, &trace->processes)
        print_line(out, process == trace->processes.v, print_process(process));
    buf_adds(out, "\n    ],\n    \"events\": [");
    vec_each (event, &trace->events)
        print_line(out, event == trace->events.v, print_event(event));
    buf_adds(out, "\n    ]");
    if (trace->omitted)
        buf_printf(out, ",\n    \"omitted\": %lu", trace->omitted);
    buf_adds(out, "\n  }");
}

/* A copy of the string JSON; NULL where it is none, or more than a line that can be shown. */
static char *parse_text(json_t *json)
{
    const char *text = json_string_value(json);
    for (const char *p = text; p && *p; p++)
        if ((unsigned char)*p < ' ' || *p == '\x7f')
            return NULL;
    return text ? mem_strdup(text) : NULL;
}

/* Reads the number JSON, from 1 on. */
static bool parse_number(json_t *json, unsigned long *number)
{
    json_int_t value = json_integer_value(json);
    *number = value > 0 && value <= INT_MAX ? (unsigned long)value : 0;
    return *number > 0;
}

static bool parse_member(struct trace_event *event, unsigned member, json_t *value)
{
    if (member >= TEXTS)
        return parse_number(value, number_at(event, members[member].at));
    char **text = text_at(event, members[member].at);
    *text = parse_text(value);
    return *text;
}

/* Reads the value of the key that tells the kind of EVENT. */
static bool parse_kind(struct trace_event *event, json_t *value)
{
    size_t at = kinds[event->kind].at;
    unsigned long frame = 0;
    if (event->kind == TRACE_START) /* it has no name */
        return json_is_string(value) && json_string_length(value) == 0;
    if (!at) {
        bool ok = parse_number(value, &frame);
        event->frame = (unsigned)frame;
        return ok;
    }
    char **text = text_at(event, at);
    *text = parse_text(value);
    return *text;
}

/* Finds by its key which kind of event JSON is; false where it is of none. */
static bool find_kind(const json_t *json, enum trace_kind *kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (json_object_get(json, kinds[i].key)) {
            *kind = (enum trace_kind)i;
            return true;
        }
    return false;
}

/* The member with KEY that EVENT may have; their count where it is none. */
static unsigned find_member(const struct trace_event *event, const char *key)
{
    unsigned belong = kinds[event->kind].must | kinds[event->kind].may, i = 0;
    while (i < COUNT(members) && !(belong & OF(i) && strcmp(members[i].key, key) == 0))
        i++;
    return i;
}

/* Reads KEY of an event besides step and kind. */
static bool parse_key(struct trace_event *event, const char *key, json_t *value, unsigned *seen)
{
    if (strcmp(key, "free") == 0)
        return event->free = json_is_true(value);
    unsigned member = find_member(event, key);
    *seen |= OF(member);
    return member < COUNT(members) && parse_member(event, member, value);
}

static bool parse_event(struct trace_event *event, json_t *json)
{
    unsigned long step;
    unsigned seen = 0;
    const char *key;
    json_t *value;
    if (!find_kind(json, &event->kind) || !parse_number(json_object_get(json, "step"), &step))
        return false;
    event->step = (unsigned)step;
    json_object_foreach (json, key, value) {
        bool kind = strcmp(key, kinds[event->kind].key) == 0;
        if (kind && !parse_kind(event, value))
            return false;
        if (!kind && strcmp(key, "step") != 0 && !parse_key(event, key, value, &seen))
            return false;
    }
    return (seen & kinds[event->kind].must) == kinds[event->kind].must;
}

const struct trace_process *trace_find_process(const struct trace *trace, const char *name)
{
    vec_each (process, &trace->processes)
        if (name && strcmp(process->name, name) == 0)
            return process;
    return NULL;
}

static bool parse_events(struct trace *trace, json_t *list)
{
    size_t i;
    json_t *item;
    unsigned step = 0;
    json_array_foreach (list, i, item) {
        struct trace_event *event = vec_add(&trace->events);
        if (!parse_event(event, item) || event->step < step ||
            (event->by && !trace_find_process(trace, event->by)))
            return false;
        step = event->step;
    }
    return i > 0;
}

static bool parse_processes(struct trace *trace, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item) {
        json_t *name, *process, *host = NULL, *address = NULL, *parent = NULL;
        int thread = 0;
        if (json_unpack(item, "{s:o, s:o, s?:o, s?:o, s?:o, s?:b !}", "name", &name, "process",
                        &process, "host", &host, "address", &address, "parent", &parent, "thread",
                        &thread) < 0)
            return false;
        struct trace_process *at = vec_add(&trace->processes);
        *at = (struct trace_process){ parse_text(name),    parse_text(process), parse_text(host),
                                      parse_text(address), parse_text(parent),  thread };
        if (!at->name || !at->process || !host != !at->host || !address != !at->address ||
            !parent != !at->parent || trace_find_process(trace, at->name) != at)
            return false;
    }
    return i > 0;
}

bool record_trace_parse(struct trace *trace, json_t *json)
{
    json_t *processes, *events, *omitted = NULL;
    *trace = (struct trace){ 0 };
    return json_unpack(json, "{s:o, s:o, s?:o !}", "processes", &processes, "events", &events,
                       "omitted", &omitted) == 0 &&
           parse_processes(trace, processes) && parse_events(trace, events) &&
           (!omitted || parse_number(omitted, &trace->omitted));
}

bool trace_equal(const struct trace *a, const struct trace *b)
{
    AUTO(buf_release) struct buf one = BUF_INIT, other = BUF_INIT;
    record_trace_print(&one, a);
    record_trace_print(&other, b);
    return buf_equal(&one, &other);
}

void trace_release(struct trace *trace)
{
    vec_each (process, &trace->processes) {
        free(process->name);
        free(process->process);
        free(process->host);
        free(process->address);
        free(process->parent);
    }
    vec_each (event, &trace->events) {
        free(event->name);
        for (unsigned i = 0; i < TEXTS; i++)
            if (i != IS)
                free(*text_at(event, members[i].at));
    }
    vec_release(&trace->processes);
    vec_release(&trace->events);
    *trace = (struct trace){ 0 };
}
