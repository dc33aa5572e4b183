/*
 * Has threads and descriptors enough that to look at all of both takes long, then takes memory; 1 GiB at most.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL
 */
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostile.h"

static void *wait_here(void *unused)
{
    pause();
    return unused;
}

int main(void)
{
    pthread_t thread;
    for (int i = 0; i < 60; i++)
        pthread_create(&thread, NULL, wait_here, NULL);
    for (int i = 0; i < 1000; i++)
        dup(0);
    sleep(1);
    for (int mib = 0; mib < 1024; mib++) {
        char *more =
            mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (more == MAP_FAILED)
            return 1;
        memset(more, 1, 1 << 20);
    }
    wait_with("held 1024 MiB");
}
