#include "box/trace/turns.h"

enum { ASKS_IN_A_ROW = 3, STEPS_AN_EPOCH = 24 };

void turns_begin(struct turns *turns, uint64_t seed)
{
    turns->holder = TURNS_MAX;
    turns->seed = seed;
    turns->fair = seed >> 62 == 3;
    turns->epoch = seed * 0x2545f4914f6cdd1dULL;
}

/* A number below N, of those that follow each other from the seed (xorshift64*). */
static size_t chance(struct turns *turns, size_t n)
{
    turns->seed ^= turns->seed >> 12;
    turns->seed ^= turns->seed << 25;
    turns->seed ^= turns->seed >> 27;
    return (size_t)((turns->seed * 0x2545f4914f6cdd1dULL >> 33) % n);
}

static bool can_go(const struct turn *turn, bool asked)
{
    return turn->ready && turn->asked == asked;
}

/* The thread that could go on for longest, among those that have ASKED or not; n: none. */
static size_t longest_ready(const struct turns *turns, bool asked)
{
    size_t best = turns->n;
    for (size_t i = 0; i < turns->n; i++) {
        const struct turn *turn = &turns->threads[i];
        if (!can_go(turn, asked))
            continue;
        const struct turn *other = &turns->threads[best];
        if (best == turns->n || turn->since < other->since ||
            (turn->since == other->since && turn->program < other->program))
            best = i;
    }
    return best;
}

static size_t count_ready(const struct turns *turns, bool asked)
{
    size_t count = 0;
    for (size_t i = 0; i < turns->n; i++)
        count += can_go(&turns->threads[i], asked);
    return count;
}

/* The ready thread number K. */
static size_t nth_ready(const struct turns *turns, size_t k)
{
    size_t i = 0;
    for (; i < turns->n; i++)
        if (can_go(&turns->threads[i], false) && k-- == 0)
            break;
    return i;
}

/* Whose limit of time comes first; n: nobody has one. */
static size_t first_deadline(const struct turns *turns)
{
    size_t best = turns->n;
    for (size_t i = 0; i < turns->n; i++) {
        int64_t deadline = turns->threads[i].deadline;
        if (deadline != TURNS_NEVER &&
            (best == turns->n || deadline < turns->threads[best].deadline))
            best = i;
    }
    return best;
}

static struct turn_choice give(struct turns *turns, size_t who, bool free)
{
    turns->holder = who;
    turns->threads[who].asked = false;
    return (struct turn_choice){ TURN_THREAD, who, free };
}

static struct turn_choice pass_time(struct turns *turns, size_t who, int64_t kernel)
{
    bool timed = who < turns->n &&
                 (kernel == TURNS_NEVER || turns->threads[who].deadline <= kernel);
    int64_t then = timed ? turns->threads[who].deadline : kernel;
    if (then > turns->now)
        turns->now = then;
    turns_stir(turns);
    return (struct turn_choice){ timed ? TURN_TIME : TURN_KERNEL, who, false };
}

/* When neither thread nor frame can go on. */
static struct turn_choice wait(struct turns *turns, int64_t kernel)
{
    size_t asked = longest_ready(turns, true), timed = first_deadline(turns);
    turns->holder = TURNS_MAX;
    if (!turns->rested)
        return (struct turn_choice){ TURN_SNIP, 0, false };
    bool may_ask = asked < turns->n;
    if (may_ask && (turns->idle++ < ASKS_IN_A_ROW || (timed == turns->n && kernel == TURNS_NEVER)))
        return give(turns, asked, false);
    return pass_time(turns, timed, kernel);
}

/*
 * One of N choices, the last of which are NFRAMES frames and, unless it has answered, snip: by
 * priorities, drawn anew after some steps. So one may stay behind for long, which a fair choice at
 * each step hardly ever gives.
 */
static size_t by_priority(struct turns *turns, size_t n, size_t nthreads)
{
    size_t best = 0;
    uint64_t highest = 0;
    if (chance(turns, STEPS_AN_EPOCH) == 0)
        turns->epoch = turns->seed;
    for (size_t k = 0; k < n; k++) {
        uint64_t who = k < nthreads ? nth_ready(turns, k) : TURNS_MAX + k - nthreads;
        uint64_t priority = (turns->epoch ^ (who + 1) * 0x9e3779b97f4a7c15ULL) *
                            0x2545f4914f6cdd1dULL;
        if (k == 0 || priority > highest) {
            best = k;
            highest = priority;
        }
    }
    return best;
}

static struct turn_choice by_chance(struct turns *turns, size_t nthreads, size_t nframes)
{
    size_t n = nthreads + nframes + !turns->answered;
    size_t k = turns->fair ? chance(turns, n) : by_priority(turns, n, nthreads);
    bool free = nthreads + nframes > 1;
    if (k < nthreads)
        return give(turns, nth_ready(turns, k), free);
    turns->holder = TURNS_MAX;
    if (k - nthreads < nframes)
        return (struct turn_choice){ TURN_FRAME, k - nthreads, free };
    return (struct turn_choice){ TURN_SNIP, 0, n > 1 };
}

struct turn_choice turns_next(struct turns *turns, size_t nframes, int64_t kernel)
{
    size_t nthreads = count_ready(turns, false);
    if (nthreads + nframes == 0)
        return wait(turns, kernel);
    if (turns->seed)
        return by_chance(turns, nthreads, nframes);
    if (turns->holder < turns->n && can_go(&turns->threads[turns->holder], false))
        return give(turns, turns->holder, false);
    if (nthreads)
        return give(turns, longest_ready(turns, false), nthreads > 1);
    turns->holder = TURNS_MAX;
    return (struct turn_choice){ TURN_FRAME, 0, nframes > 1 };
}

void turns_answered(struct turns *turns, bool free)
{
    turns->answered = true;
    turns->rested |= !free;
}

void turns_ready(struct turns *turns, size_t thread, uint32_t step)
{
    struct turn *turn = &turns->threads[thread];
    turn->ready = true;
    turn->since = step;
    turn->deadline = TURNS_NEVER;
}

void turns_unready(struct turns *turns, size_t thread)
{
    turns->threads[thread].ready = false;
}

void turns_stir(struct turns *turns)
{
    turns->answered = turns->rested = false;
    turns->idle = 0;
    for (size_t i = 0; i < turns->n; i++)
        turns->threads[i].asked = false;
}
