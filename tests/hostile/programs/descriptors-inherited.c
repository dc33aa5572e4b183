/*
 * Looks for descriptors that it was not given.
 *
 * says: open: 0 1 2
 */
#include <fcntl.h>

#include "hostile.h"

int main(void)
{
    printf("open:");
    for (int fd = 0; fd < 65536; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            printf(" %d", fd);
    puts("");
}
