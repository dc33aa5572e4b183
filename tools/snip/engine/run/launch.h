/*
 * The box that the processes of a snippet run in, made of what its manifest says.
 */
#ifndef SNIP_ENGINE_RUN_LAUNCH_H
#define SNIP_ENGINE_RUN_LAUNCH_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/box.h"
#include "engine/plan/plan.h"

/* How a run is to be recorded. */
struct run_recording {
    const struct trace_spec *spec;
    uint64_t seed; /* see box/trace/turns.h */
};

/* A program that was built from SOURCE. */
struct run_program {
    const char *source;
    const struct buf *bytes;
};

VEC_TYPE(run_programs, struct run_program);

/* What a manifest's LIMITS are for a box. */
struct box_limits run_limits(const struct limits *limits);

/* What is to be in a box. */
struct launch {
    const struct snippet *snippet;
    const struct run_programs *programs;   /* those of its sources */
    int processor;                         /* box_spec.processor */
    const char *bare;                      /* box_spec.bare */
    const struct run_recording *recording; /* NULL: it is not recorded */
    const struct elsewhere *world;         /* box_spec.elsewhere; there it may take longer */
};

/*
 * Makes a box of LAUNCH with box_start(): a program for each process, none of which runs yet. The
 * snippet must outlive it.
 */
struct box *launch_box(const struct launch *launch, struct loop *loop,
                       const struct box_events *events, void *owner, struct err *err);

#endif
