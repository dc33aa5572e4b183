/*
 * The monotonic clock, for how long something takes and how long to wait; never for a date.
 */
#ifndef SNIP_BASE_CLOCK_H
#define SNIP_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds in each, as clock_ns() counts. */
#define CLOCK_MS INT64_C(1000000)
#define CLOCK_S  (1000 * CLOCK_MS)

/* Nanoseconds since some moment before, by CLOCK_MONOTONIC; async-signal-safe. */
static inline int64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * CLOCK_S + now.tv_nsec;
}

#endif
