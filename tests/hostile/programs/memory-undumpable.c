/*
 * Fills files that are only memory, as a process whose descriptors are closed to whom snip runs as; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL or SIGXFSZ
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char *mebibyte = calloc(1, 1 << 20);
    int mib = 0, fd = -1;
    prctl(PR_SET_DUMPABLE, 0);
    for (; mib < 1024; mib++) {
        if (mib % 32 == 0)
            fd = memfd_create("hostile", 0);
        if (!mebibyte || write(fd, mebibyte, 1 << 20) != 1 << 20)
            break;
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
}
