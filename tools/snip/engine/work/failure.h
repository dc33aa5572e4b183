/*
 * Words for what went wrong with a snippet: where, what, how to mend it, the posts that show it.
 * How a run failed is in failurerun.h, that it does not repeat in failurerepeat.h.
 */
#ifndef SNIP_ENGINE_WORK_FAILURE_H
#define SNIP_ENGINE_WORK_FAILURE_H

#include "base/err.h"
#include "engine/build/compile.h"
#include "engine/plan/plan.h"

/* Gives ERR, about SNIPPET, the hint HINT (may be NULL), and names the posts that show it. */
void failure_hint(const struct snippet *snippet, struct err *err, const char *hint);

/*
 * Adds to FAULTS that the COUNT compilations at LIST of SNIPPET came to RESULT, and not to what is
 * declared.
 */
void failure_compile(struct errs *faults, const struct snippet *snippet,
                     const struct compilation *list, size_t count, enum compile_expect result);

/* Adds to FAULTS that THERE, compiled as of another day, has other words for a source than HERE. */
void failure_compile_dated(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *here, const struct compilation *there);

/*
 * Adds to FAULTS each mask of SNIPPET that MATCHED, an array of its size, does not say of that it
 * did.
 */
void failure_masks(struct errs *faults, const struct snippet *snippet, const bool *matched);

/* Adds to FAULTS that the file PATH was changed while snip ran. */
void failure_changed(struct errs *faults, const char *path);

#endif
