/*
 * Forks and ends without a pause, ten times at once, while snip gets SIGKILL.
 *
 * ends: killed
 * kill: KILL
 */
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 10; i++)
        if (fork() == 0)
            for (int j = 0; j < 50000; j++)
                if (fork() > 0)
                    _exit(0);
    for (;;)
        pause();
}
