#include <stdio.h>
#include <time.h>

int main(void)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_nsec += 200000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    struct timespec copy = at;
    int error = clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
    printf("%d, and the time that was given is as it was: %s\n", error,
           copy.tv_sec == at.tv_sec && copy.tv_nsec == at.tv_nsec ? "yes" : "no");
}
