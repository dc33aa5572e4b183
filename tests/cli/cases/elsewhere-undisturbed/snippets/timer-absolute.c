#include <signal.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
    struct itimerspec at = { 0 };
    sigset_t set;
    timer_t timer;
    int got;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    timer_create(CLOCK_REALTIME, &event, &timer);
    clock_gettime(CLOCK_REALTIME, &at.it_value);
    at.it_value.tv_sec++;
    timer_settime(timer, TIMER_ABSTIME, &at, NULL);
    sigwait(&set, &got);
    printf("SIGUSR1: %s\n", got == SIGUSR1 ? "yes" : "no");
}
