/*
 * Words for how a run failed: which process, how it ended, what it and the others had printed by
 * then and were doing, the line of the manifest that says otherwise. All that a person needs to
 * find out why.
 */
#ifndef SNIP_ENGINE_WORK_FAILURERUN_H
#define SNIP_ENGINE_WORK_FAILURERUN_H

#include "base/err.h"
#include "engine/plan/plan.h"
#include "engine/record/mask.h"
#include "engine/run/run.h"

/*
 * Adds to FAULTS how the run of SNIPPET failed; RESULT is neither as expected, stopped nor broken,
 * FACTS what the kernel gave out in it.
 */
void failure_run(struct errs *faults, const struct snippet *snippet,
                 const struct run_result *result, const struct mask_facts *facts);

#endif
