/*
 * What a recorder told (box/trace/event.h), as a record tells it (engine/record/recordtrace.h).
 */
#ifndef SNIP_ENGINE_TRACE_STORY_H
#define SNIP_ENGINE_TRACE_STORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/lab.h"
#include "box/trace/event.h"
#include "doc/manifest/process.h"
#include "engine/record/recordtrace.h"

/* Whose story it is; not owned. */
struct story {
    const struct process_specs *processes;
    const struct lab *lab;        /* without hosts: there is one, of no name */
    uint16_t port_low, port_high; /* the range of ephemeral ports; 0, 0: none was given out */
};

/*
 * Makes TRACE, which holds nothing yet, of the N events at EVENTS, which are put into an order that
 * is the same in every run: of what came of one step calls come first, then frames, states of the
 * kernel, returns and ends. A return in the step of its call is told with it; else the call waited.
 * What the loader of a program does before it runs is left out, and so are the calls of programs of
 * the system. Events are not trusted.
 */
void story_tell(struct trace *trace, const struct story *story, const struct event **events,
                size_t n);

#endif
