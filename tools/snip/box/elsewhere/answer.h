/*
 * What system calls answer in another world (box/world/elsewhere.h). A thread is stopped as such a
 * call begins; what it asks by is changed then, what it got as it ends. Only calls that can tell
 * are stopped at (box/world/seccomp.c). No memory is allocated.
 */
#ifndef SNIP_BOX_ELSEWHERE_ANSWER_H
#define SNIP_BOX_ELSEWHERE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "box/trace/tracee.h"
#include "box/world/elsewhere.h"

struct answers {
    struct elsewhere world;
    unsigned processors; /* that the box's programs are to run on */
    int64_t since;       /* CLOCK_REALTIME, in nanoseconds; what is older is not shifted */
};

/* What a call that began needs at its end. */
struct answer {
    struct tracee_call made; /* by the program */
    bool restore;            /* its registers: it was given another deadline than it has made */
};

/*
 * TID is at the entry of ANSWER->made. A deadline of the calendar is set back to the machine's.
 * Returns whether the end of the call must be seen too.
 */
bool answer_begin(const struct answers *answers, pid_t tid, struct answer *answer);

/* TID is at the end of that call. */
void answer_end(const struct answers *answers, pid_t tid, const struct answer *answer);

#endif
