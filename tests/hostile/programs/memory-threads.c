/*
 * Eight threads take memory at once, faster than one could; 1 GiB at most.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "hostile.h"

static atomic_int mib;

static void *take(void *unused)
{
    for (int i = 0; i < 128; i++) {
        char *p = malloc(1 << 20);
        if (!p)
            break;
        memset(p, 1, 1 << 20);
        mib++;
    }
    return unused;
}

int main(void)
{
    pthread_t threads[8];
    int n = 0;
    while (n < 8 && pthread_create(&threads[n], NULL, take, NULL) == 0)
        n++;
    while (n-- > 0)
        pthread_join(threads[n], NULL);
    wait_with(mib < 1024 ? "held less" : "held 1024 MiB");
}
