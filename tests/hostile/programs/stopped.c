/*
 * Stops itself, and a child that would go on.
 *
 * says: before
 * ends: time
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    puts("before");
    fflush(stdout);
    if (fork() == 0)
        raise(SIGSTOP);
    raise(SIGSTOP);
    puts("after");
}
