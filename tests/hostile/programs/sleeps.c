/*
 * Sleeps for ever, in no system call that a signal would end.
 *
 * ends: time
 */
#include <signal.h>
#include <time.h>

int main(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;)
        nanosleep(&(struct timespec){ .tv_sec = 1000000 }, NULL);
}
