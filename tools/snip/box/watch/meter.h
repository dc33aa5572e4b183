/*
 * A meter on a box: looks from time to time how much its processes take, those of all hosts of a
 * lab together, and tells when that is over a limit. Memory it looks at only where no cgroup bounds
 * it (box/watch/cgroup.h); of a box with one it tells that the kernel had to kill something.
 */
#ifndef SNIP_BOX_WATCH_METER_H
#define SNIP_BOX_WATCH_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/lab.h"
#include "box/end.h"
#include "box/loop.h"
#include "box/watch/cgroup.h"
#include "box/watch/weight.h"
#include "box/world/limit.h"

/* Where processes of the box are: PROC as in weight.h, ROUTE as in neighbours.h. */
struct meter_place {
    int proc, route;
};

/* A meter; all fields are its own. It must not move while it runs. */
struct meter {
    struct loop *loop;
    struct watch timer;
    struct box_limits limits;
    const struct cgroup *group;
    struct meter_place places[LAB_MAX_HOSTS];
    size_t nplaces;
    struct spents spents[LAB_MAX_HOSTS]; /* what the processes of each had when looked at last */
    uint64_t lost;                       /* ticks of processes that are gone, added to nobody's */
    struct {
        size_t limit;
        unsigned count;    /* that there were when they were looked at last */
        long long next_ns; /* when to look again */
    } neighbours;
    bool suspected; /* the last look found too much memory */
    void (*over)(struct meter *meter, enum end end);
    void *owner;
};

/*
 * Begins to look, on LOOP, at a box with LIMITS and GROUP, which must outlive METER, whose hosts
 * know NEIGHBOURS from the beginning (box/net/netlab.h). OVER is called
 * from the loop once at most; nothing is looked at any more then. Fails with ERR_SYSTEM; end it
 * with meter_stop() either way. Where nothing is limited there is nothing to look at.
 */
bool meter_start(struct meter *meter, struct loop *loop, const struct box_limits *limits,
                 const struct cgroup *group, size_t neighbours,
                 void (*over)(struct meter *, enum end), void *owner, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The box, or one more host of it, is there; the descriptors of PLACE stay the caller's, and open
 * as long as METER looks.
 */
void meter_attach(struct meter *meter, struct meter_place place);

/* Which of the COUNT programs with TAGS (0: none) takes most of what END is about. */
size_t meter_most(const struct meter *meter, enum end end, const uint64_t *tags, size_t count);

/* Looks no more. */
void meter_stop(struct meter *meter);

#endif
