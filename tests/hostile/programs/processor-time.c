/*
 * Uses more than one processor's time, by eight processes that compute.
 *
 * ends: time or processor
 */
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 3; i++)
        if (fork() < 0)
            break;
    for (volatile int i = 0;; i = i + 1)
        ;
}
