/*
 * Fills segments of System V shared memory, which outlive their processes; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or SIGKILL or SIGBUS
 */
#include <sys/ipc.h>
#include <sys/shm.h>

#include "hostile.h"

int main(void)
{
    int mib = 0;
    for (; mib < 1024; mib += 32) {
        int id = shmget(IPC_PRIVATE, 32 << 20, IPC_CREAT | 0600);
        char *p = id < 0 ? (char *)-1 : shmat(id, NULL, 0);
        if (p == (char *)-1)
            break;
        memset(p, 1, 32 << 20);
        shmdt(p);
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
}
