/*
 * Events of threads until all are at rest. Which of several stops is seen first is up to the
 * kernel; told they are in an order that is the same in every run.
 */
#ifndef SNIP_BOX_TRACE_BATCH_H
#define SNIP_BOX_TRACE_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "box/trace/event.h"
#include "box/trace/wires.h"

enum { BATCH_MAX = 160 };

struct batch {
    struct event v[BATCH_MAX];
    size_t n;
};

/* Adds EVENT. Returns false where there is no room: then BATCH is to be told first. */
bool batch_add(struct batch *batch, const struct event *event);

/*
 * Tells OWNER by TELL what BATCH holds, and empties it: first what the thread FIRST did, who was
 * let go, in the order in which it did it; then who ended; then the rest; each program by program
 * as in the manifest, and thread by thread.
 */
void batch_tell(struct batch *batch, size_t first, wires_tell *tell, void *owner);

#endif
