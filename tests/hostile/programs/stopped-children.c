/*
 * Ends, and leaves children behind that are stopped or ignore all signals.
 *
 * ends: time
 * says: parent ends
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (int i = 0; i < 10; i++) {
        if (fork() != 0)
            continue;
        for (int sig = 1; sig < NSIG; sig++)
            signal(sig, SIG_IGN);
        if (i % 2)
            raise(SIGSTOP);
        for (;;)
            pause();
    }
    puts("parent ends");
}
