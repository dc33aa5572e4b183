/*
 * Prints without end to the terminal by its other names.
 *
 * ends: output
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int fds[] = { open("/dev/stdout", O_WRONLY), open("/dev/stderr", O_WRONLY),
                  open("/proc/self/fd/1", O_WRONLY), 0 };
    for (int i = 0;; i = (i + 1) % 3)
        if (write(fds[i], "more and more\n", 14) < 0)
            return 1;
}
