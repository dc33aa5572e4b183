#include <signal.h>
#include <unistd.h>

/*
 * Ignores what can be ignored; has so many children that to end them takes a while, one in a session of
 * its own, and a daemon that forked twice.
 */
int main(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
    for (int i = 0; i < 200; i++)
        if (fork() == 0)
            for (;;)
                pause();
    for (int i = 0; i < 2; i++) {
        if (fork())
            continue;
        setsid();
        if (i && fork())
            _exit(0);
        for (;;)
            pause();
    }
    for (;;)
        pause();
}
