/*
 * Makes as many files as it gets; 100,000 at most.
 *
 * says: open: (ENOSPC|EDQUOT)
 * says: fewer than 20000: yes
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int n = 0, fd = 0;
    for (; n < 100000 && fd >= 0; n++) {
        char name[32];
        snprintf(name, sizeof(name), "/tmp/%d", n);
        fd = open(name, O_CREAT | O_WRONLY, 0600);
        int error = errno;
        close(fd);
        errno = error;
    }
    tell("open", fd);
    printf("fewer than 20000: %s\n", n < 20000 ? "yes" : "no");
}
