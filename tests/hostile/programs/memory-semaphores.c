/*
 * Makes sets of 32,000 semaphores, which no process holds and no limit of its own counts; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or SIGKILL
 */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <unistd.h>

#include "hostile.h"

enum { COUNT = 32000, BYTES = 64 }; /* a semaphore has a line of the cache to itself */

int main(void)
{
    size_t held = 0;
    while (held < 1 << 30 && semget(IPC_PRIVATE, COUNT, IPC_CREAT | 0600) >= 0)
        held += COUNT * BYTES;
    sleep(2);
    puts(held < 1 << 30 ? "held less" : "held 1024 MiB");
}
