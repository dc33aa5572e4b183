#include <string.h>
#include <sys/shm.h>
#include <unistd.h>

/* Segments that stay attached. */
int main(void)
{
    for (int i = 0; i < 10; i++) {
        char *p = shmat(shmget(IPC_PRIVATE, 30 << 20, 0600), NULL, 0);
        memset(p, 1, 30 << 20);
    }
    pause();
}
