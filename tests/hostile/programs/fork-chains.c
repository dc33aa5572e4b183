/*
 * Ten children run away at once, each in a session of its own.
 *
 * says: parent ends
 * ends: 0 or processes or processor
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (int i = 0; i < 10; i++) {
        if (fork() != 0)
            continue;
        setsid();
        for (int j = 0; j < 20000; j++)
            if (fork() > 0)
                _exit(0);
        return 0;
    }
    puts("parent ends");
}
