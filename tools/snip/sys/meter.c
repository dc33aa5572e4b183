/*
 * How long to wait before the next look follows from how much is left: memory cannot be used up
 * faster than pages can be cleared, so that a box which has hardly any is left alone, and one that is
 * near its limit is looked at each millisecond. Looking takes a small part of the time at most.
 *
 * A quick look that finds too much memory is followed by one that takes longer and is right
 * (sys/weight.h). What the box may hide counts as much as the whole machine has more of it than
 * before: too much only if others take a lot meanwhile. And since a child between vfork(2) and
 * execve(2) has the memory of its parent, only the second of two looks in a row counts. Where the
 * kernel has killed something, that leaves time to learn which program it was.
 */
#include "sys/meter.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/buffers.h"
#include "sys/weight.h"

enum {
    MS = 1000000,           /* in ns */
    PAGES_PER_MS = 8 << 20, /* bytes that can be cleared, at most */
    SHORTEST_MS = 1,
    LONGEST_MS = 32,
    AGAIN_MS = 2,
    TOLD_MS = 300,  /* in which it is learned that the kernel has killed a program */
    SHARE = 20,     /* looking may take one part in so many of the time, … */
    SHARE_NEAR = 4, /* … or in so many, once half of the memory is used up */
};

static long long now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 * MS + t.tv_nsec;
}

/* How long to wait when BYTES of memory are in use and a look took COST ns. */
static long long wait_ms(const struct meter *meter, uint64_t bytes, long long cost)
{
    uint64_t limit = meter->limits.memory, room = limit > bytes ? limit - bytes : 0;
    bool watched = limit && !meter->group->path;
    long long ms = watched ? (long long)(room / PAGES_PER_MS) : LONGEST_MS;
    long long least = cost * (watched && room < limit / 2 ? SHARE_NEAR : SHARE) / MS;
    ms = ms < LONGEST_MS ? ms : LONGEST_MS;
    ms = ms > least ? ms : least;
    return ms > SHORTEST_MS ? ms : SHORTEST_MS;
}

static long long again_ms(const struct meter *meter)
{
    return meter->group->path ? TOLD_MS : AGAIN_MS;
}

static void look_again(struct meter *meter, long long ms)
{
    struct itimerspec when = { .it_value = { .tv_sec = (time_t)(ms / 1000),
                                             .tv_nsec = (long)(ms % 1000) * MS } };
    timerfd_settime(meter->timer.fd, 0, &when, NULL);
}

static uint64_t all_buffers(const struct meter *meter)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < meter->nplaces; i++)
        bytes += buffers_bytes(meter->places[i].proc, meter->places[i].diag);
    return bytes;
}

static struct weight weigh_all(const struct meter *meter, unsigned kinds)
{
    struct weight sum = { 0 };
    for (size_t i = 0; i < meter->nplaces; i++)
        weigh_box(&sum, meter->places[i].proc, meter->places[i].ipc, kinds);
    return sum;
}

/* To ask for all sockets takes longer than to look at a few processes, so it is done more seldom. */
static void look_at_buffers(struct meter *meter)
{
    long long begun = now_ns();
    if (meter->limits.memory == 0 || begun < meter->buffers.next_ns)
        return;
    meter->buffers.bytes = all_buffers(meter);
    long long now = now_ns();
    int share = meter->buffers.bytes > meter->limits.memory / 2 ? SHARE_NEAR : SHARE;
    meter->buffers.next_ns = now + (now - begun) * share;
}

/* Whether the box can have used up its processor time: on all processors since it started. */
static bool may_be_spent(const struct meter *meter)
{
    long long elapsed = (now_ns() - meter->started_ns) / MS;
    return meter->limits.processor_ms &&
           elapsed * sysconf(_SC_NPROCESSORS_ONLN) >= meter->limits.processor_ms;
}

/* How much more shared memory the machine has than before, besides what WEIGHT tells of. */
static uint64_t unseen(const struct meter *meter, const struct weight *weight)
{
    uint64_t seen = meter->shared_before + weight->shared, now = weigh_machine_shared();
    return now > seen ? now - seen : 0;
}

/*
 * Finds out how much it really is, of what a quick look found too much. Threads are looked at one by
 * one only where memory is missing that they may have: who has many must not be looked at more seldom.
 */
static bool is_too_heavy(struct meter *meter)
{
    struct weight weight = weigh_all(meter, WEIGHT_SHARES);
    meter->buffers.bytes = all_buffers(meter);
    if (weight.memory + meter->buffers.bytes > meter->limits.memory)
        return true;
    if (!weight.hides && unseen(meter, &weight) > 0)
        weight = weigh_all(meter, WEIGHT_SHARES | WEIGHT_TABLES);
    if (weight.hides)
        weight.memory += unseen(meter, &weight);
    return weight.memory + meter->buffers.bytes > meter->limits.memory;
}

/* Whether there is too much memory, of which a quick look found WEIGHT, for the second time. */
static bool is_memory_over(struct meter *meter, const struct weight *weight)
{
    /* What TCP takes is not bounded by a cgroup of version 1, only made slow; rings of packet
     * sockets and large messages of netlink are charged to none. */
    bool before = meter->suspected;
    uint64_t limit = meter->limits.memory;
    if (meter->group->path)
        meter->suspected = cgroup_exhausted(meter->group) || meter->buffers.bytes > limit;
    else
        meter->suspected = limit &&
                           weight->memory + meter->buffers.bytes + unseen(meter, weight) > limit &&
                           is_too_heavy(meter);
    return before && meter->suspected;
}

static enum meter_kind find_excess(struct meter *meter, const struct weight *weight)
{
    const struct box_limits *limits = &meter->limits;
    if (is_memory_over(meter, weight))
        return METER_MEMORY;
    if (limits->processes && weight->processes > limits->processes)
        return METER_PROCESSES;
    if (limits->files && weight->files > limits->files)
        return METER_FILES;
    if (limits->processor_ms && weight->processor_ms > limits->processor_ms)
        return METER_PROCESSOR;
    return METER_NONE;
}

static void on_timer(struct watch *watch, uint32_t events)
{
    (void)events;
    struct meter *meter = watch->owner;
    unsigned kinds = WEIGHT_COUNTS | (meter->group->path ? 0 : WEIGHT_MEMORY) |
                     (may_be_spent(meter) ? WEIGHT_PROCESSOR : 0);
    look_at_buffers(meter);
    long long begun = now_ns();
    struct weight weight = weigh_all(meter, kinds);
    long long cost = now_ns() - begun;
    enum meter_kind kind = find_excess(meter, &weight);
    if (kind != METER_NONE) {
        loop_remove(meter->loop, watch);
        meter->over(meter, kind);
        return;
    }
    look_again(meter, meter->suspected
                          ? again_ms(meter)
                          : wait_ms(meter, weight.memory + meter->buffers.bytes, cost));
}

bool meter_start(struct meter *meter, struct loop *loop, const struct box_limits *limits,
                 const struct cgroup *group, void (*over)(struct meter *, enum meter_kind),
                 void *owner, struct err *err)
{
    *meter = (struct meter){
        .loop = loop,
        .timer = { -1, on_timer, meter, false },
        .limits = *limits,
        .group = group,
        .started_ns = now_ns(),
        .shared_before = limits->memory && !group->path ? weigh_machine_shared() : 0,
        .over = over,
        .owner = owner,
    };
    if (!limits->memory && !limits->processes && !limits->files && !limits->processor_ms)
        return true;
    return loop_add_timer(loop, &meter->timer, wait_ms(meter, 0, 0), err);
}

void meter_attach(struct meter *meter, struct meter_place place)
{
    if (place.proc >= 0 && meter->nplaces < NETLAB_MAX_HOSTS)
        meter->places[meter->nplaces++] = place;
}

static uint64_t part(const struct weight *weight, enum meter_kind kind)
{
    switch (kind) {
    case METER_MEMORY:
        return weight->memory;
    case METER_PROCESSES:
        return weight->processes;
    case METER_FILES:
        return weight->files;
    default:
        return (uint64_t)weight->processor_ms;
    }
}

size_t meter_most(const struct meter *meter, enum meter_kind kind, const uint64_t *tags,
                  size_t count)
{
    static const unsigned kinds[] = { [METER_MEMORY] = WEIGHT_SHARES,
                                      [METER_PROCESSES] = WEIGHT_COUNTS,
                                      [METER_FILES] = WEIGHT_COUNTS,
                                      [METER_PROCESSOR] = WEIGHT_PROCESSOR };
    size_t most = 0;
    uint64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct weight weight = { 0 };
        for (size_t place = 0; tags[i] && place < meter->nplaces; place++)
            weigh_program(&weight, meter->places[place].proc, tags[i], kinds[kind]);
        if (part(&weight, kind) > found) {
            found = part(&weight, kind);
            most = i;
        }
    }
    return most;
}

void meter_stop(struct meter *meter)
{
    if (meter->loop)
        loop_close(meter->loop, &meter->timer);
}
