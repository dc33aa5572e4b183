/*
 * What a run will need of the machine and of the box's files: found wanting before anything is
 * compiled, not when half of the processes run already.
 */
#ifndef SNIP_ENGINE_PLAN_NEEDS_H
#define SNIP_ENGINE_PLAN_NEEDS_H

#include "engine/plan/plan.h"

/*
 * Checks that the programs of the system that SNIPPET runs are there, in its box as on the machine,
 * and that no two of its files lie at one place in the box. What is wrong is added to its errors.
 */
void needs_check(struct snippet *snippet);

/*
 * Tells whether SNIPPET can be run without a box. What it needs one for is added to FAULTS: it was
 * not run, so it is not true.
 */
bool needs_no_box(const struct snippet *snippet, struct errs *faults);

#endif
