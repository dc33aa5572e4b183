/*
 * A grandchild prints without end after the program has ended: the output is none of its.
 *
 * says: parent ends
 * says: ...
 * ends: 0 or output or varies
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    puts("parent ends");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        for (;;)
            if (write(1, "grandchild\n", 11) < 0)
                return 1;
    }
}
