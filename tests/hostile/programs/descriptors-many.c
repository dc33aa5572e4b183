/*
 * Opens as many descriptors as it gets, after raising its own limit as far as it goes.
 *
 * says: dup: EMFILE
 * says: fewer than 16384: yes
 * ends: 0 or files
 */
#include <sys/resource.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct rlimit limit;
    int fd = 0;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (fd >= 0 && fd < 16384)
        fd = dup(0);
    tell("dup", fd);
    printf("fewer than 16384: %s\n", fd < 0 ? "yes" : "no");
}
