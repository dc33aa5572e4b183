/*
 * Fills /dev/shm through shm_open(3); 1 GiB at most.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or SIGKILL or SIGBUS or SIGXFSZ
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char *mebibyte = calloc(1, 1 << 20);
    int mib = 0;
    for (int fd = -1; mib < 1024; mib++) {
        char name[32];
        snprintf(name, sizeof(name), "/hostile%d", mib / 32);
        if (mib % 32 == 0)
            fd = shm_open(name, O_CREAT | O_RDWR, 0600);
        if (!mebibyte || write(fd, mebibyte, 1 << 20) != 1 << 20)
            break;
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
}
