#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Ignores what can be ignored, and has memory and children. */
int main(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_IGN);
    char *p = malloc(20 << 20);
    memset(p, 1, 20 << 20);
    for (int i = 0; i < 3; i++)
        fork();
    setsid();
    for (;;)
        pause();
}
