/*
 * Fills its working folder with one file; 1 GiB at most.
 *
 * says: fewer than 512 MiB: yes
 * ends: 0 or memory or SIGXFSZ
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char *mebibyte = calloc(1, 1 << 20);
    int mib = 0, fd = open("/tmp/fill", O_CREAT | O_WRONLY, 0600);
    signal(SIGXFSZ, SIG_IGN);
    while (mebibyte && mib < 1024 && write(fd, mebibyte, 1 << 20) == 1 << 20)
        mib++;
    printf("fewer than 512 MiB: %s\n", mib < 512 ? "yes" : "no");
}
