/*
 * Stays, while each process of snip's gets SIGKILL.
 *
 * ends: killed
 * kill: KILL all
 */
#include <signal.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0)
        setsid();
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_IGN);
    for (;;)
        pause();
}
