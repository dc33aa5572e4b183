#include <stdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Wakes at the next full twentieth of a second. */
int main(void)
{
    unsigned long long count;
    struct timespec now;
    int fd = timerfd_create(CLOCK_REALTIME, 0);
    clock_gettime(CLOCK_REALTIME, &now);
    struct itimerspec at = { .it_value = { now.tv_sec, now.tv_nsec / 50000000 * 50000000 + 49999999 } };
    timerfd_settime(fd, TFD_TIMER_ABSTIME, &at, NULL);
    if (read(fd, &count, sizeof count) != sizeof count)
        return 1;
    time_t when = at.it_value.tv_sec;
    printf("woke in %d\n", gmtime(&when)->tm_year + 1900);
}
