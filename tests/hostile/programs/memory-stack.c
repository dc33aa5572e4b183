/*
 * Calls itself without end; the depth ends at 1 GiB of stack, for a box with an unlimited one.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: SIGSEGV or memory or SIGKILL
 */
#include <sys/resource.h>

#include "hostile.h"

static int deeper(int mib)
{
    volatile char frame[1 << 20];
    for (size_t i = 0; i < sizeof(frame); i += 4096)
        frame[i] = 1;
    return mib == 1023 ? mib + frame[0] : deeper(mib + 1) + frame[4096] - 1;
}

int main(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_STACK, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_STACK, &limit);
    printf("held %d MiB\n", deeper(0));
}
