/*
 * Words for what went wrong with a snippet: which process, how it ended, what it and the others had
 * printed by then and were doing, the line of the manifest that says otherwise, the posts that show
 * it. All that a person needs to find out why.
 */
#ifndef SNIP_ENGINE_WORK_FAILURE_H
#define SNIP_ENGINE_WORK_FAILURE_H

#include "base/err.h"
#include "engine/build/compile.h"
#include "engine/plan/plan.h"
#include "engine/record/mask.h"
#include "engine/work/recording.h"
#include "engine/work/run.h"

/*
 * Adds to FAULTS that the COUNT compilations at LIST of SNIPPET came to RESULT, and not to what is
 * declared.
 */
void failure_compile(struct errs *faults, const struct snippet *snippet,
                     const struct compilation *list, size_t count, enum compile_expect result);

/*
 * Adds to FAULTS how the run of SNIPPET failed; RESULT is neither as expected, stopped nor broken.
 */
void failure_run(struct errs *faults, const struct snippet *snippet,
                 const struct run_result *result);

/*
 * Adds to FAULTS which processes of SNIPPET differed between two runs, where, and how to mend it.
 */
void failure_repeat(struct errs *faults, const struct snippet *snippet, const struct outcome *first,
                    const struct outcome *second);

/*
 * Adds to FAULTS which processes of SNIPPET did otherwise when the run was recorded than when it
 * was not.
 */
void failure_watched(struct errs *faults, const struct snippet *snippet,
                     const struct record_processes *plain, const struct record_processes *watched);

/* Adds to FAULTS that two recordings of SNIPPET differ, and where. */
void failure_recordings(struct errs *faults, const struct snippet *snippet,
                        const struct trace *first, const struct trace *second);

/*
 * Adds to FAULTS what of ORDERINGS, of SNIPPET's runs, is not as the first: it would do otherwise
 * where a kernel orders things in another way.
 */
void failure_orders(struct errs *faults, const struct snippet *snippet,
                    const struct orderings *orderings);

/* Adds to FAULTS that a run of SNIPPET, with PROCESS, could not be recorded, as RECORDING says. */
void failure_recording(struct errs *faults, const struct snippet *snippet, enum recording recording,
                       size_t process);

/*
 * Adds to FAULTS each mask of SNIPPET that MATCHED, an array of its size, does not say of that it
 * did.
 */
void failure_masks(struct errs *faults, const struct snippet *snippet, const bool *matched);

/* Adds to FAULTS that the file PATH was changed while snip ran. */
void failure_changed(struct errs *faults, const char *path);

#endif
