/*
 * Ignores each signal that can be ignored, and blocks all.
 *
 * says: here to stay
 * ends: time
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    sigset_t all;
    sigfillset(&all);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_IGN);
    sigprocmask(SIG_BLOCK, &all, NULL);
    puts("here to stay");
    for (;;)
        pause();
}
