#include "box/world/elsewhere.h"

#include <time.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, WEEK = 7 };

/* No multiple of a week; with what is added a clock shows neither the same hour nor minute. */
enum { DAYS_AT_LEAST = 143 * WEEK + 3, ADDED = 7 * HOUR + 23 * MINUTE + 29, TRIES = 60 };

/* 2037-12-01: soon after it the seconds of programs of 32 bits are at their end. */
#define LAST INT64_C(2143238400)

enum { FIRST_ZONE = -12, LAST_ZONE = 14, LONG_RUN = 10 /* seconds */ };

static bool differ(time_t a, time_t b)
{
    struct tm x, y;
    gmtime_r(&a, &x);
    gmtime_r(&b, &y);
    return x.tm_year != y.tm_year && x.tm_mon != y.tm_mon && x.tm_mday != y.tm_mday &&
           x.tm_wday != y.tm_wday && x.tm_hour != y.tm_hour && x.tm_min != y.tm_min &&
           x.tm_sec != y.tm_sec;
}

/* Tells whether nothing on a calendar is the same, wherever one is, for some seconds. */
static bool is_another(int64_t since, int64_t ahead)
{
    for (int zone = FIRST_ZONE; zone <= LAST_ZONE; zone++) {
        int64_t local = since + zone * HOUR;
        if (!differ(local, local + ahead) || !differ(local + LONG_RUN, local + LONG_RUN + ahead))
            return false;
    }
    return true;
}

int64_t elsewhere_shift(int64_t since, int64_t now)
{
    int64_t days = DAYS_AT_LEAST, ahead = 0;
    int sign = since + (days + TRIES * WEEK) * DAY < LAST ? 1 : -1;
    for (int i = 0; i < TRIES; i++, days += WEEK) {
        ahead = sign * days * DAY + ADDED;
        if (is_another(since, ahead))
            break;
    }
    return since + ahead - now;
}
