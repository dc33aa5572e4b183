/*
 * Words for runs of one snippet that are not the same: run again, recorded, in another order.
 */
#ifndef SNIP_ENGINE_WORK_FAILUREREPEAT_H
#define SNIP_ENGINE_WORK_FAILUREREPEAT_H

#include "base/err.h"
#include "engine/plan/plan.h"
#include "engine/record/mask.h"
#include "engine/work/recording.h"

/* What a run gave in a world that is another one in a single aspect. */
struct apart {
    unsigned aspect;                   /* of enum elsewhere_aspect; 0: it was the usual world */
    bool finished;                     /* it came to its end as declared … */
    struct record_processes processes; /* … and did that, masked */
};

VEC_TYPE(aparts, struct apart);

/*
 * Adds to FAULTS which processes of SNIPPET differed between the FIRST run and the SECOND, which
 * was elsewhere; where, what they follow there as APARTS tell, and how to mend it. Where the second
 * failed, and so has no processes, that is the last of FAULTS: what it follows is added there.
 */
void failure_repeat(struct errs *faults, const struct snippet *snippet, const struct outcome *first,
                    const struct outcome *second, const struct aparts *aparts);

/* Frees what APARTS own; there are none afterwards. */
void aparts_release(struct aparts *aparts);

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

#endif
