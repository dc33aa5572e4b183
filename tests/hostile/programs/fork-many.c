/*
 * Holds as many processes as it gets.
 *
 * says: fork: EAGAIN
 * says: fewer than 500: yes
 * ends: 0 or processes
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int n = 0;
    pid_t pid = 1;
    while (n < 500 && (pid = fork()) > 0)
        n++;
    if (pid == 0)
        for (;;)
            pause();
    tell("fork", pid);
    printf("fewer than 500: %s\n", n < 500 ? "yes" : "no");
    fflush(stdout);
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
}
