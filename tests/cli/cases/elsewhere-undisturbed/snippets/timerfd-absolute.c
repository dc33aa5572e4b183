#include <stdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    unsigned long long count = 0;
    int clocks[] = { CLOCK_REALTIME, CLOCK_MONOTONIC };
    for (int i = 0; i < 2; i++) {
        struct itimerspec at = { 0 };
        int fd = timerfd_create(clocks[i], 0);
        clock_gettime(clocks[i], &at.it_value);
        at.it_value.tv_sec++;
        timerfd_settime(fd, TFD_TIMER_ABSTIME, &at, NULL);
        read(fd, &count, sizeof count);
        printf("%llu\n", count);
    }
}
