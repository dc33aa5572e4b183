/*
 * Takes memory by mmap(2), private and shared in turn, and uses it; 1 GiB at most.
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
        int how = MAP_ANONYMOUS | (mib % 2 ? MAP_PRIVATE : MAP_SHARED);
        char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, how, -1, 0);
        if (p == MAP_FAILED)
            break;
        memset(p, 1, 1 << 20);
    }
    wait_with(mib < 1024 ? "held less" : "held 1024 MiB");
}
