/*
 * Another world: what a box can have otherwise than usual, and what nothing shown may depend on. An
 * outcome is believed when a run elsewhere gives it again. Where it does not, runs in which a
 * single aspect is another tell which one it follows.
 */
#ifndef SNIP_BOX_WORLD_ELSEWHERE_H
#define SNIP_BOX_WORLD_ELSEWHERE_H

#include <stdbool.h>
#include <stdint.h>

/* In what a world is another one. The last six take a tracer (box/elsewhere/tracer.h). */
enum elsewhere_aspect {
    ELSEWHERE_PIDS = 1 << 0,
    ELSEWHERE_INODES = 1 << 1,    /* of files that are made */
    ELSEWHERE_ADDRESSES = 1 << 2, /* where in memory a program lies: by chance */
    ELSEWHERE_UPTIME = 1 << 3,    /* clocks that count from the machine's start; its boot id */
    ELSEWHERE_DATE = 1 << 4,      /* the calendar, and times of files that are made */
    ELSEWHERE_CONTENT = 1 << 5,   /* what is in memory that was never written, or freed */
    ELSEWHERE_KERNEL = 1 << 6,    /* its release and version (uname(2)) */
    ELSEWHERE_PROCESSORS = 1 << 7,
    ELSEWHERE_MACHINE = 1 << 8, /* how much memory it has, its load */
    ELSEWHERE_ORDER = 1 << 9,   /* the order of what runs at the same time */
    ELSEWHERE_ALL = (1 << 10) - 1,
    ELSEWHERE_TRACED = ELSEWHERE_ALL & ~(ELSEWHERE_UPTIME * 2 - 1),
};

/* What the kernel is called there. */
#define ELSEWHERE_RELEASE "7.89.10-elsewhere"
#define ELSEWHERE_VERSION "#1234 SMP Sun Feb  2 03:04:05 UTC 2020"

enum { ELSEWHERE_MORE = 2 }; /* processors */

struct elsewhere {
    unsigned aspects; /* of enum elsewhere_aspect */
    int64_t shift;    /* of ELSEWHERE_DATE: seconds by which its calendar is ahead */
    uint64_t seed;    /* of ELSEWHERE_ORDER */
};

/* Tells whether WORLD, which may be NULL, is another one in ASPECT. */
static inline bool elsewhere_in(const struct elsewhere *world, unsigned aspect)
{
    return world && (world->aspects & aspect) != 0;
}

/*
 * By how many seconds the calendar is to be ahead at NOW, so that at a time a run would see that
 * began like that of SINCE (both Unix time), year, month, day, weekday, hour, minute and second are
 * other ones than there, in all time zones of whole hours, and for some seconds. It stays within
 * years that programs of 32 bits know.
 */
int64_t elsewhere_shift(int64_t since, int64_t now);

#endif
