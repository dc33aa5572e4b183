/*
 * Takes memory by malloc(3) and uses it; 1 GiB at most.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL
 */
#include <stdlib.h>

#include "hostile.h"

int main(void)
{
    int mib = 0;
    for (char *p; mib < 1024 && (p = malloc(1 << 20)); mib++)
        memset(p, 1, 1 << 20);
    wait_with(mib < 1024 ? "held less" : "held 1024 MiB");
}
