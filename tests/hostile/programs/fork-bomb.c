/*
 * Forks and forks, in each child too; each loop is bounded, for a box without a limit.
 *
 * ends: time or processes or memory
 */
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 9; i++)
        fork();
    for (;;)
        pause();
}
