/*
 * Takes shared memory with no name, which no limit of a process's own data counts; 1 GiB at most.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 10s }
 * ends: 0 or memory or SIGKILL or SIGBUS
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
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
}
