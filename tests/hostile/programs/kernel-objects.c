/*
 * Makes kernel objects that no memory of its own holds: timers, queues, semaphores, watches; bounded.
 *
 * manifest: limits: { time: 60s }
 * says: timers end: yes
 * says: message queues end: yes
 * says: semaphores end: yes
 * ends: 0 or memory or files
 */
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

#include "hostile.h"

static const char *ends(int n, int most)
{
    return n < most ? "yes" : "no";
}

int main(void)
{
    struct sigevent none = { .sigev_notify = SIGEV_NONE };
    struct mq_attr attr = { .mq_maxmsg = 10, .mq_msgsize = 8192 };
    timer_t timer;
    char name[32];
    int timers = 0, queues = 0, sets = 0;
    while (timers < 200000 && timer_create(CLOCK_MONOTONIC, &none, &timer) == 0)
        timers++;
    printf("timers end: %s\n", ends(timers, 200000));
    for (; queues < 2000; queues++) {
        snprintf(name, sizeof(name), "/hostile%d", queues);
        if (mq_open(name, O_CREAT | O_RDWR, 0600, &attr) < 0)
            break;
    }
    printf("message queues end: %s\n", ends(queues, 2000));
    while (sets < 50000 && semget(IPC_PRIVATE, 1, IPC_CREAT | 0600) >= 0)
        sets++;
    printf("semaphores end: %s\n", ends(sets, 50000));
}
