/*
 * The trace of a recorded run, whose words are final: what varies from run to run is named, as in
 * what its processes print.
 */
#ifndef SNIP_ENGINE_WORK_RECORDING_H
#define SNIP_ENGINE_WORK_RECORDING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/trace/event.h"
#include "engine/plan/plan.h"
#include "engine/record/mask.h"
#include "engine/record/recordtrace.h"
#include "engine/run/run.h"

/* What came of a run in other orders of turns. */
struct ordering {
    enum end end;
    struct record_processes processes;
    struct trace trace; /* of those that gave this the shortest */
    unsigned count;     /* in how many it came */
};

VEC_TYPE(orderings, struct ordering);

/*
 * Adds what came of one more order: END, PROCESSES and TRACE, which are taken. The first that was
 * added is as the snippet is declared; others are those that differ.
 */
void orderings_add(struct orderings *orderings, enum end end, struct record_processes *processes,
                   struct trace *trace);

/* Frees what ORDERINGS own; they are empty afterwards. */
void orderings_release(struct orderings *orderings);

/*
 * How RESULT was recorded, of a run that was; *PROCESS, of those in the manifest, is who is to
 * blame of RECORDING_SPINS.
 */
enum recording recording_went(const struct run_result *result, size_t *process);

/*
 * Makes TRACE, which holds nothing yet, of RESULT, a recorded run of SNIPPET. OUTPUTS are what its
 * processes printed, visible and not masked: a value that they show too is called there and here
 * the same. An ephemeral port is named whether the manifest asks for it or not. Fails as
 * mask_apply() does.
 */
bool recording_trace(struct trace *trace, const struct snippet *snippet,
                     const struct run_result *result, const struct mask_facts *facts,
                     const struct buf *outputs, struct err *err)
    __attribute__((warn_unused_result));

#endif
