/*
 * Runs away: each child forks another and ends, so that its pid is never the one just seen. The chain has an end, for a
 * box that cannot catch it.
 *
 * ends: processor or time or 0
 * says: parent ends
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    if (fork() > 0) {
        puts("parent ends");
        return 0;
    }
    setsid();
    for (int i = 0; i < 200000; i++)
        if (fork() > 0)
            _exit(0);
    return 0;
}
