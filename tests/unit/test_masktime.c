/* engine/record/mask: which forms of times and durations the mask `time` takes, and which not. */
#include "unit.h"

#include "base/mem.h"
#include "engine/record/mask.h"

/* Whole stamps as programs print them, each one mask and nothing beside. */
static const char *const stamps[] = {
    /* date(1), ctime(3), %c */
    "Mon Nov 30 07:33:07 UTC 2026",
    "Mon Nov 30 07:33:07 AM KST 2026",
    "Mon Nov 30 07:33:07 2026",
    "Monday, November 30, 2026 at 5:10:44 PM",
    "November 30, 2026",
    "Nov 30, 2026",
    "November 2026",
    "30 Nov 2026",
    "30-Nov-2026",
    "Mon, Nov 30 2026 17:10:44",
    /* HTTP, mail, cookies, logs */
    "Mon, 30 Nov 2026 17:10:44 GMT",
    "Mon, 30 Nov 2026 17:10:44 +0900 (KST)",
    "Monday, 30-Nov-26 17:10:44 GMT",
    "Mon, 30-Nov-2026 17:10:44 GMT",
    "30 Nov 2026 17:10",
    "29/Nov/2026:17:10:44 +0000",
    "29/Nov/2026:17:10:44",
    "29/Nov/2026",
    "Nov 30 17:10:44",
    "Nov  3 17:10:44",
    "2026/11/30 17:10:44",
    "2026/11/30",
    /* ls -l */
    "Nov 30 17:10",
    "Nov 30  2026",
    "Jan  2 03:04",
    "2026-11-30 17:10",
    "2026-11-30 17:10:44.123456789 +0000",
    /* ISO 8601, RFC 3339 */
    "2026-11-30T17:10:44Z",
    "2026-11-30T17:10:44.123+09:00",
    "2026-11-30T17:10:44,5-0330",
    "2026-11-30 17:10:44+00:00",
    "2026-11-30 17:10:44 UTC",
    "20261130T171044Z",
    "20261130T171044+0900",
    "PT1.5S",
    "P1DT2H3M4S",
    /* other orders */
    "11/30/2026",
    "11/30/26 17:10:44",
    "30/11/2026, 17:10:44",
    "11/30/2026 5:10 PM",
    "30.11.2026",
    "30.11.2026 17:10",
    "2026.11.30",
    "2026.11.30 17:10:44",
    "2026. 11. 30.",
    "2026. 11. 30. 오후 5:10:44",
    /* Korean */
    "2026년 11월 29일",
    "2026년 11월 29일 17시 10분 10초",
    "2026년 11월 29일 (일) 오후 5시 10분",
    "2026년 11월 29일 일요일 17:10:44",
    "11월 29일",
    "17시 10분 10초",
    "17시 10분",
    "오후 5시 10분",
    "오전 9시",
    "오후 5:10",
    "월요일",
    "26년 11월 29일",
    /* clocks */
    "5:10 PM",
    "05:10:44 PM",
    "17:10Z",
    "17:10+09:00",
    "17:10 KST",
    "17:10:44 KST",
    "17:10:44,123",
    "Thursday",
    /* Unix, in seconds and in milliseconds */
    "1795577363",
    "1795577363123",
    "1795577363.000001",
    /* durations */
    "1d 2h",
    "1d 2h 3m 4s",
    "2h45m",
    "1h2m3.5s",
    "3m 4s",
    "5 minutes",
    "2 hours 5 minutes",
    "1 hour, 2 min and 3 seconds",
    "3 days",
    "3 days, 2:03:04",
    "0:01.23",
    "2시간 3분",
    "3분 4초",
    "1일 2시간",
    "3시간",
    "12 ms",
    "0.3s",
    "1.5e-3 s",
    "7 microseconds",
    "3.2 밀리초",
};

/* What is near to a time and is none. */
static const char *const no_stamps[] = {
    "8080",
    "port 45678",
    "10.0.0.1",
    "10.0.0.1:8080",
    "127.0.0.1.45678",
    "fe80::1",
    "::1",
    "1.2.3",
    "v2.10.3",
    "6.18.44",
    "gcc 12.2",
    "2.36-9+deb12u10",
    "HTTP/1.1 200 OK",
    "Content-Length: 26",
    "10:20",
    "1:5",
    "seq 1:5",
    "10/20",
    "10/20/30",
    "1/2/3",
    "24/7",
    "2026",
    "20261130",
    "in 2026 x",
    "Sun RPC",
    "Mon",
    "May",
    "may 5",
    "3 Mar",
    "Marvin 5",
    "1d",
    "2h",
    "3m",
    "16h",
    "00 1d 2f 3d",
    "0x1d 0x2s",
    "3 sockets",
    "3 minimum",
    "5 daytime",
    "2 hourly",
    "4 secrets",
    "65535",
    "fd 3",
    "ttl 64",
    "uid 60000",
    "checksum 51966",
    "100초과",
    "5분의 1",
    "손님 5분이",
    "3시 방향",
    "30일",
    "11월",
    "일했다",
    "02:42:ac:11:00:02",
    "1-2-3",
    "2026-13-01",
    "99:99:99",
    "1.10.2026.4",
    "172.16.11.30",
    "255.255.255.0/24",
    "PTR",
    "PT",
    "GET / 10",
    "window 64240",
    "12345678901",
    "0.5%",
    "3 MB/s",
    "1500 bytes",
};

static void assert_masked(const char *text, const char *expected)
{
    static const struct mask_facts none = { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 0 } };
    struct mask_specs masks = { 0 };
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    vec_push(&masks, ((struct mask_spec){ .kind = MASK_TIME, .name = mem_strdup("time") }));
    buf_adds(&out, text);
    assert_true(mask_apply(&masks, "a.yml", &none, &out, 1, NULL, &err));
    assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
    mask_specs_release(&masks);
}

static void stamps_are_masked_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stamps); i++) {
        const char *s = stamps[i];
        AUTO_FREE char *text = mem_printf("[%s]가 %s. <%s>\n%s", s, s, s, s);
        assert_masked(text, "[<time>]가 <time>. <<time>>\n<time>");
    }
}

static void others_stay(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(no_stamps); i++)
        assert_masked(no_stamps[i], no_stamps[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamps_are_masked_whole),
        cmocka_unit_test(others_stay),
    };
    return cmocka_run_group_tests_name("masktime", tests, NULL, NULL);
}
