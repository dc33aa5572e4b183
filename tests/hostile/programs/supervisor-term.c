/*
 * Stays, with a child in another session, while snip gets SIGTERM.
 *
 * ends: killed
 * kill: TERM
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
