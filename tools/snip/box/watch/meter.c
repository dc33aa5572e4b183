/*
 * How long to wait before the next look follows from how much is left: memory cannot be used up
 * faster than pages can be cleared, so that a box which has hardly any is left alone, and one that
 * is near its limit is looked at each millisecond. Looking takes a small part of the time at most.
 * What is over the limit for a shorter time may be missed.
 *
 * A quick look that finds too much memory is followed by one that takes longer and is right
 * (box/watch/weight.h). Since a child between vfork(2) and execve(2) has the memory of its parent,
 * only the second of two looks in a row counts. Where the kernel has killed something, that leaves
 * time to learn which program it was.
 *
 * Processor time a cgroup of version 2 counts. Without one it is what the processes have, and the
 * children that they waited for; a process that nobody waited for takes its own away with it, so
 * what it had at the last look is kept. What it took since is missed, and so is one that came and
 * went between two looks: no more than the processors that the box may use give in the time that it
 * lasts.
 */
#include "box/watch/meter.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "box/watch/neighbours.h"

enum {
    PAGES_PER_MS = 8 << 20, /* bytes that can be cleared, at most */
    SHORTEST_MS = 1,
    LONGEST_MS = 32,
    AGAIN_MS = 2,
    TOLD_MS = 300,  /* in which it is learned that the kernel has killed a program */
    SHARE = 20,     /* looking may take one part in so many of the time, … */
    SHARE_NEAR = 4, /* … or in so many, once half of the memory is used up */
};

/* How long to wait when BYTES of memory are in use and a look took COST ns. */
static long long wait_ms(const struct meter *meter, uint64_t bytes, long long cost)
{
    uint64_t limit = meter->limits.memory, room = limit > bytes ? limit - bytes : 0;
    bool watched = limit && !meter->group->path;
    long long ms = watched ? (long long)(room / PAGES_PER_MS) : LONGEST_MS;
    long long least = cost * (watched && room < limit / 2 ? SHARE_NEAR : SHARE) / CLOCK_MS;
    ms = ms < LONGEST_MS ? ms : LONGEST_MS;
    ms = ms > least ? ms : least;
    return ms > SHORTEST_MS ? ms : SHORTEST_MS;
}

static long long again_ms(const struct meter *meter)
{
    return meter->group->path ? TOLD_MS : AGAIN_MS;
}

static const struct spent *find_spent(const struct spents *list, const struct spent *process)
{
    vec_each (spent, list)
        if (spent->pid == process->pid && spent->start == process->start)
            return spent;
    return NULL;
}

/*
 * The ticks that went with processes which were there BEFORE and are not NOW: what of theirs is not
 * among what others have got for children. None counts twice: a process has its time until it is
 * its parent's, and parents, which have the lower pids, were looked at first; now they are last.
 */
static uint64_t lost_ticks(int proc, const struct spents *before, const struct spents *now)
{
    uint64_t gone = 0, got = 0;
    vec_each (spent, before)
        gone += find_spent(now, spent) ? 0 : spent->own + spent->children;
    for (size_t i = gone ? now->n : 0; i-- > 0;) {
        struct spent later;
        const struct spent *same = find_spent(before, &now->v[i]);
        if (spent_read(&later, proc, now->v[i].pid) && later.start == now->v[i].start)
            got += later.children - (same ? same->children : 0);
    }
    return gone > got ? gone - got : 0;
}

/* Weighs the processes of place I, and keeps what is lost of their processor time. */
static void weigh_place(struct meter *meter, size_t i, struct weight *sum, unsigned kinds)
{
    struct spents now = { 0 };
    sum->spents = &now;
    weigh(sum, meter->places[i].proc, 0, kinds);
    sum->spents = NULL;
    /* Its init is always there: where there is nothing nothing could be looked at. */
    if (now.n > 0) {
        struct spents before = meter->spents[i];
        meter->spents[i] = now;
        meter->lost += lost_ticks(meter->places[i].proc, &before, &now);
        vec_release(&before);
    }
}

static struct weight weigh_all(struct meter *meter, unsigned kinds)
{
    struct weight sum = { 0 };
    for (size_t i = 0; i < meter->nplaces; i++)
        weigh_place(meter, i, &sum, kinds);
    return sum;
}

/* Tells whether the kernel counts the processor time of the box itself. */
static bool is_counted(const struct meter *meter)
{
    return cgroup_processor_ms(meter->group) >= 0;
}

static long long processor_ms(const struct meter *meter, const struct weight *weight)
{
    if (is_counted(meter))
        return cgroup_processor_ms(meter->group);
    return weight->processor_ms + (long long)meter->lost * 1000 / sysconf(_SC_CLK_TCK);
}

/* For these a kernel may make whoever asks wait until the networks of others are made or gone. */
static void look_at_neighbours(struct meter *meter)
{
    long long begun = clock_ns();
    if (begun < meter->neighbours.next_ns)
        return;
    meter->neighbours.count = 0;
    for (size_t i = 0; i < meter->nplaces; i++)
        meter->neighbours.count += neighbours_count(meter->places[i].route);
    long long now = clock_ns();
    meter->neighbours.next_ns = now + (now - begun) * SHARE;
}

/* Whether there is too much memory, of which a quick look found WEIGHT, for the second time. */
static bool is_memory_over(struct meter *meter, const struct weight *weight)
{
    bool before = meter->suspected;
    uint64_t limit = meter->limits.memory;
    if (meter->group->path)
        meter->suspected = cgroup_exhausted(meter->group);
    else
        meter->suspected = limit && weight->memory > limit &&
                           weigh_all(meter, WEIGHT_SHARES).memory > limit;
    return before && meter->suspected;
}

static enum end find_excess(struct meter *meter, const struct weight *weight)
{
    const struct box_limits *limits = &meter->limits;
    if (is_memory_over(meter, weight))
        return END_MEMORY;
    if (limits->processes && weight->processes > limits->processes)
        return END_PROCESSES;
    if (limits->files && weight->files > limits->files)
        return END_FILES;
    if (limits->processor_ms && processor_ms(meter, weight) > limits->processor_ms)
        return END_PROCESSOR;
    if (meter->neighbours.count > meter->neighbours.limit)
        return END_NEIGHBOURS;
    return END_FINISHED;
}

static void on_timer(struct watch *watch, uint32_t events)
{
    (void)events;
    struct meter *meter = watch->owner;
    unsigned kinds = WEIGHT_COUNTS | (meter->group->path ? 0 : WEIGHT_MEMORY) |
                     (meter->limits.processor_ms && !is_counted(meter) ? WEIGHT_PROCESSOR : 0);
    look_at_neighbours(meter);
    long long begun = clock_ns();
    struct weight weight = weigh_all(meter, kinds);
    long long cost = clock_ns() - begun;
    enum end end = find_excess(meter, &weight);
    if (end != END_FINISHED) {
        loop_remove(meter->loop, watch);
        meter->over(meter, end);
        return;
    }
    loop_set_timer(watch, meter->suspected ? again_ms(meter) : wait_ms(meter, weight.memory, cost));
}

bool meter_start(struct meter *meter, struct loop *loop, const struct box_limits *limits,
                 const struct cgroup *group, size_t neighbours,
                 void (*over)(struct meter *, enum end), void *owner, struct err *err)
{
    *meter = (struct meter){
        .loop = loop,
        .timer = { -1, on_timer, meter, false },
        .limits = *limits,
        .group = group,
        .neighbours = { .limit = neighbours + BOX_MAX_NEIGHBOURS },
        .over = over,
        .owner = owner,
    };
    if (!limits->memory && !limits->processes && !limits->files && !limits->processor_ms)
        return true;
    return loop_add_timer(loop, &meter->timer, wait_ms(meter, 0, 0), err);
}

void meter_attach(struct meter *meter, struct meter_place place)
{
    if (place.proc >= 0 && meter->nplaces < LAB_MAX_HOSTS)
        meter->places[meter->nplaces++] = place;
}

/*
 * How much of what END is about the program with TAG takes at PLACE. Which program it is that asks
 * for neighbours nothing tells: all there are on its host count for it.
 */
static uint64_t part_at(const struct meter_place *place, enum end end, uint64_t tag)
{
    struct weight weight = { 0 };
    unsigned kinds = end == END_MEMORY      ? WEIGHT_SHARES
                     : end == END_PROCESSOR ? WEIGHT_PROCESSOR
                                            : WEIGHT_COUNTS;
    weigh(&weight, place->proc, tag, kinds);
    switch (end) {
    case END_MEMORY:
        return weight.memory;
    case END_PROCESSES:
        return weight.processes;
    case END_FILES:
        return weight.files;
    case END_NEIGHBOURS:
        return weight.processes ? neighbours_count(place->route) : 0;
    default:
        return (uint64_t)weight.processor_ms;
    }
}

size_t meter_most(const struct meter *meter, enum end end, const uint64_t *tags, size_t count)
{
    size_t most = 0;
    uint64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = 0;
        for (size_t k = 0; tags[i] && k < meter->nplaces; k++)
            sum += part_at(&meter->places[k], end, tags[i]);
        if (sum > found) {
            found = sum;
            most = i;
        }
    }
    return most;
}

void meter_stop(struct meter *meter)
{
    if (meter->loop)
        loop_close(meter->loop, &meter->timer);
    for (size_t i = 0; i < meter->nplaces; i++)
        vec_release(&meter->spents[i]);
}
