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
#include "engine/work/run.h"

/*
 * How RESULT was recorded, of a run that was; *THREAD (EVENT_NOBODY: none) is who is to blame of
 * RECORDING_SPINS.
 */
enum recording recording_went(const struct run_result *result);

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
