/*
 * How a run is to be recorded.
 */
#ifndef SNIP_BASE_TRACESPEC_H
#define SNIP_BASE_TRACESPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/* A frame that something is done to: the nth that a host sends, from 1. */
struct trace_frame {
    size_t host; /* its place in the lab */
    unsigned nth;
};

VEC_TYPE(trace_frames, struct trace_frame);

/* How a run is to be recorded. All zero: it is not. */
struct trace_spec {
    bool on;
    struct trace_frames lose; /* of all frames */
    struct trace_frames flip; /* of those with data */
    bool arp;                 /* hosts ask for their neighbours */
    unsigned orders;          /* other orders that a new outcome is tried in; 0: as many as usual */
    int line;                 /* of the manifest's key `trace`, else 0 */
};

#endif
