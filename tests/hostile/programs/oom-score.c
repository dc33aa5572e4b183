/*
 * Makes itself the last that the kernel would end when memory is short.
 *
 * says: oom_score_adj: (EACCES|EPERM|ENOENT)
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY);
    tell("oom_score_adj", fd < 0 ? -1 : write(fd, "-1000", 5));
}
