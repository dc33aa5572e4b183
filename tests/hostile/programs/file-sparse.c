/*
 * Makes files of 1 TiB that hold nothing.
 *
 * says: ftruncate: (EFBIG|ENOSPC)
 * says: seek and write: (EFBIG|ENOSPC)
 * says: fallocate: (EFBIG|ENOSPC)
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int fd = open("/tmp/sparse", O_CREAT | O_WRONLY, 0600);
    signal(SIGXFSZ, SIG_IGN);
    tell("ftruncate", ftruncate(fd, 1L << 40));
    tell("seek and write", pwrite(fd, "x", 1, 1L << 40));
    tell("fallocate", fallocate(fd, 0, 0, 1L << 40));
}
