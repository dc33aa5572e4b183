/*
 * Attaches shared memory of others, of System V and of POSIX.
 *
 * says: shmget: ENOENT
 * says: shmat: none
 * says: shm_open: ENOENT
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>

#include "hostile.h"

int main(void)
{
    int attached = 0;
    tell("shmget", shmget(CANARY_KEY, 1, 0));
    for (int id = 0; id < 32768; id++)
        attached += shmat(id, NULL, SHM_RDONLY) != (void *)-1;
    printf("shmat: %s\n", attached ? "some" : "none");
    tell("shm_open", shm_open("/canary", O_RDWR, 0));
}
