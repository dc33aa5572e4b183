#include <signal.h>
#include <unistd.h>

/* Its parent is killed by its `stop`, and what it has started is told too, and hears nothing. */
int main(void)
{
    if (fork() == 0)
        signal(SIGTERM, SIG_IGN);
    for (;;)
        pause();
}
