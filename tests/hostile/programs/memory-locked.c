/*
 * Locks memory so that it can never be swapped out; 1 GiB at most.
 *
 * never: locked 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or SIGKILL
 */
#include <sys/mman.h>

#include "hostile.h"

int main(void)
{
    int mib = 0;
    mlockall(MCL_FUTURE);
    for (; mib < 1024; mib++) {
        char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
        if (p == MAP_FAILED || mlock(p, 1 << 20) < 0)
            break;
    }
    puts(mib < 1024 ? "locked less" : "locked 1024 MiB");
}
