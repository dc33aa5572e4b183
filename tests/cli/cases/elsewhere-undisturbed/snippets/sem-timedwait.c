#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
    sem_t sem;
    struct timespec at;
    sem_init(&sem, 0, 0);
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec++;
    printf("%d: %s\n", sem_timedwait(&sem, &at), strerror(errno));
}
