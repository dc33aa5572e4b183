/*
 * Opens everything in /proc for writing, but for the processes: with a trigger in /proc/pressure it would have the
 * machine wake up again and again. The last pid opens for all, and to write it takes a right.
 *
 * says: a trigger: (ENOENT|EROFS|EACCES)
 * says: may be written: 0
 */
#include <ctype.h>
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>

#include "hostile.h"

static int writable;

static int visit(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    if (kind == FTW_D && where->level == 1 && isdigit((unsigned char)path[where->base]))
        return FTW_SKIP_SUBTREE;
    int fd = kind == FTW_F ? open(path, O_WRONLY | O_NONBLOCK) : -1;
    if (fd >= 0 && strcmp(path, "/proc/sys/kernel/ns_last_pid") != 0) {
        writable++;
        printf("%s\n", path);
    }
    close(fd);
    return FTW_CONTINUE;
}

int main(void)
{
    static const char trigger[] = "some 150000 2000000";
    int fd = open("/proc/pressure/memory", O_RDWR | O_NONBLOCK);
    tell("a trigger", fd < 0 ? -1 : write(fd, trigger, sizeof(trigger)));
    nftw("/proc", visit, 16, FTW_PHYS | FTW_ACTIONRETVAL);
    printf("may be written: %d\n", writable);
}
