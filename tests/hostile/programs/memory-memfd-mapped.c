/*
 * Keeps files that are only memory by one mapped page of each; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or files or SIGKILL or SIGXFSZ
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char *mebibyte = calloc(1, 1 << 20);
    int mib = 0;
    while (mebibyte && mib < 1024) {
        int fd = memfd_create("hostile", 0);
        for (int begin = mib; mib < begin + 32 && write(fd, mebibyte, 1 << 20) == 1 << 20;)
            mib++;
        if (mmap(NULL, 1, PROT_NONE, MAP_SHARED, fd, 0) == MAP_FAILED)
            break;
        close(fd);
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
    fflush(stdout);
    sleep(5);
}
