/*
 * Raises each of its limits above what it was given.
 *
 * says: raised: 0
 */
#include <sys/resource.h>

#include "hostile.h"

int main(void)
{
    int raised = 0;
    for (int i = 0; i < RLIM_NLIMITS; i++) {
        struct rlimit limit;
        if (getrlimit((__rlimit_resource_t)i, &limit) < 0 || limit.rlim_max == RLIM_INFINITY)
            continue;
        limit.rlim_max++;
        limit.rlim_cur = limit.rlim_max;
        raised += setrlimit((__rlimit_resource_t)i, &limit) == 0;
        limit.rlim_max = limit.rlim_cur = RLIM_INFINITY;
        raised += setrlimit((__rlimit_resource_t)i, &limit) == 0;
    }
    printf("raised: %d\n", raised);
}
