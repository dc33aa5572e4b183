/*
 * Takes shared memory with no name, which no limit of a process's own data counts; 1 GiB at most.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL or SIGBUS
 */
#include <sys/mman.h>

#include "hostile.h"

int main(void)
{
    int mib = 0;
    for (; mib < 1024; mib++) {
        char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_SHARED, -1, 0);
        if (p == MAP_FAILED)
            break;
        memset(p, 1, 1 << 20);
    }
    wait_with(mib < 1024 ? "held less" : "held 1024 MiB");
}
