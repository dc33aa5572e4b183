/*
 * Makes sets of semaphores on three hosts of a lab, on each less than the limit of all.
 *
 * needs: cgroup
 * manifest: lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 }, c: { lan: 10.0.1.3/24 } }
 * manifest: run:
 * manifest:   a: { source: lab-semaphores.c }
 * manifest:   b: { source: lab-semaphores.c }
 * manifest:   c: { source: lab-semaphores.c }
 * manifest: limits: { time: 60s, memory: 128M }
 * ends: memory
 */
#include <sys/ipc.h>
#include <sys/sem.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (int held = 0; held < 60 << 20; held += 32000 * 64)
        if (semget(IPC_PRIVATE, 32000, IPC_CREAT | 0600) < 0)
            break;
    pause();
}
