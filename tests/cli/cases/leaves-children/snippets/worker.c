#include <stdio.h>
#include <unistd.h>

/* Its parent is killed by its `stop`, and what it has started then too. */
int main(void)
{
    puts("two wait");
    fflush(stdout);
    fork();
    for (;;)
        pause();
}
