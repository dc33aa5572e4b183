/*
 * Sends SIGKILL to each number that may be a pid, but its own.
 *
 * says: still here
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (pid_t pid = 2; pid < 70000; pid++)
        if (pid != getpid())
            kill(pid, SIGKILL);
    puts("still here");
}
