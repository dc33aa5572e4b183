/*
 * box/world/elsewhere: by how much a calendar is shifted.
 */
#include "unit.h"

#include <time.h>

#include "box/world/elsewhere.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static void assert_another(int64_t since, int64_t now)
{
    int64_t there = now + elsewhere_shift(since, now);
    assert_true(there > 0 && there < INT32_MAX);
    for (int zone = -12; zone <= 14; zone++) {
        time_t a = since + zone * HOUR, b = there + zone * HOUR;
        struct tm x, y;
        gmtime_r(&a, &x);
        gmtime_r(&b, &y);
        assert_int_not_equal(x.tm_year, y.tm_year);
        assert_int_not_equal(x.tm_mon, y.tm_mon);
        assert_int_not_equal(x.tm_mday, y.tm_mday);
        assert_int_not_equal(x.tm_wday, y.tm_wday);
        assert_int_not_equal(x.tm_hour, y.tm_hour);
        assert_int_not_equal(x.tm_hour % 12, y.tm_hour % 12);
        assert_int_not_equal(x.tm_min, y.tm_min);
        assert_int_not_equal(x.tm_sec, y.tm_sec);
    }
}

/* Each day from 2020 on for 17 years, at another hour and minute; the second run comes later. */
static void nothing_on_a_calendar_is_the_same(void **state)
{
    (void)state;
    for (int64_t day = 18262; day < 18262 + 17 * 365; day++) {
        int64_t since = day * DAY + day * 7919 % DAY;
        assert_another(since, since);
        assert_another(since, since + day % 100);
    }
}

static void it_is_counted_from_the_first_run(void **state)
{
    (void)state;
    int64_t since = 1796024787;
    assert_int_equal(elsewhere_shift(since, since + 37), elsewhere_shift(since, since) - 37);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_on_a_calendar_is_the_same),
        cmocka_unit_test(it_is_counted_from_the_first_run),
    };
    return cmocka_run_group_tests_name("elsewhere", tests, NULL, NULL);
}
