/*
 * Locks files that others use: its own program, the C library, the compiler; and leaves a daemon that keeps the locks.
 *
 * ends: time
 * says: locked
 * after: flock --nonblock /usr/bin/env true && flock --nonblock snippets/locks.c true
 * after: flock --nonblock "$(ldd /usr/bin/env | grep -o "/[^ ]*libc.so.6")" true
 */
#include <fcntl.h>
#include <glob.h>
#include <sys/file.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char *const names[] = { "/proc/self/exe", "/usr/bin/env", "/usr/bin/cc",
                                         "/etc/hosts", "/usr/lib/*-linux-gnu/libc.so.6" };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        glob_t found;
        if (glob(names[i], 0, NULL, &found) == 0)
            flock(open(found.gl_pathv[0], O_RDONLY), LOCK_EX | LOCK_NB);
    }
    puts("locked");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        for (;;)
            pause();
    }
}
