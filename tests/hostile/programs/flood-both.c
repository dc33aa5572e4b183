/*
 * Prints without end to both streams, from four processes, ignoring all signals, in one endless line.
 *
 * ends: output
 */
#include <signal.h>
#include <unistd.h>

int main(void)
{
    static char block[65536];
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_IGN);
    fork();
    fork();
    for (int i = 1;; i = 3 - i)
        if (write(i, block, sizeof(block)) < 0)
            return 1;
}
