/*
 * Leaves a daemon, by daemon(3) and by hand, with all descriptors closed.
 *
 * ends: time
 * says: parent ends
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    puts("parent ends");
    fflush(stdout);
    if (fork() == 0) {
        if (daemon(0, 0) == 0)
            for (;;)
                pause();
        _exit(1);
    }
    if (fork() == 0) {
        setsid();
        if (fork() > 0)
            _exit(0);
        syscall(SYS_close_range, 0U, ~0U, 0U);
        for (;;)
            pause();
    }
    sleep(1);
}
