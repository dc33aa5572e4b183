/*
 * Fills files that are only memory through mappings of them, and keeps those; 1 GiB at most.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL or SIGBUS
 */
#include <sys/mman.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int mib = 0;
    for (; mib < 1024; mib += 32) {
        int fd = memfd_create("hostile", 0);
        if (ftruncate(fd, 32 << 20) < 0)
            break;
        char *p = mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (p == MAP_FAILED)
            break;
        memset(p, 1, 32 << 20);
        close(fd);
    }
    wait_with(mib < 1024 ? "held less" : "held 1024 MiB");
}
