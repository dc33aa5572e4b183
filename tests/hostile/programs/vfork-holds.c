/*
 * A vfork(2) child that never ends: its parent sleeps where only a kill reaches it.
 *
 * ends: time
 */
#include <unistd.h>

int main(void)
{
    if (vfork() == 0)
        for (;;)
            pause();
}
