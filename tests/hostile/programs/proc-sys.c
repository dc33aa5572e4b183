/*
 * Opens everything below /proc/sys for writing; what opens is given the value that it has.
 *
 * says: may be written: 0
 */
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>

#include "hostile.h"

static int writable;

static int visit(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)where;
    char value[256];
    int fd = kind == FTW_F ? open(path, O_RDWR | O_NONBLOCK) : -1;
    ssize_t n = fd < 0 ? -1 : pread(fd, value, sizeof(value), 0);
    if (n > 0 && pwrite(fd, value, (size_t)n, 0) >= 0) {
        writable++;
        printf("%s\n", path);
    }
    close(fd);
    return 0;
}

int main(void)
{
    nftw("/proc/sys", visit, 16, FTW_PHYS);
    printf("may be written: %d\n", writable);
}
