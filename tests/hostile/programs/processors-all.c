/*
 * Takes to processors that it was not given: for itself, for a thread, for a child, by each call there is.
 *
 * manifest: limits: { time: 60s }
 * manifest: mask: [{ name: given, match: '^[13](?= processors?, at first$)' }]
 * says: <given> processors, at first
 * says: for itself: EPERM
 * says: for a thread: EPERM
 * says: for a child: EPERM
 * says: by its attributes: EPERM
 * says: as many as at first: yes
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

static cpu_set_t all;

static int count(void)
{
    cpu_set_t own;
    sched_getaffinity(0, sizeof(own), &own);
    return CPU_COUNT(&own);
}

static void *spread(void *unused)
{
    (void)unused;
    tell("for a thread", sched_setaffinity(gettid(), sizeof(all), &all));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        CPU_SET(cpu, &all);
    int first = count();
    printf("%d processors, at first\n", first);
    tell("for itself", sched_setaffinity(0, sizeof(all), &all));
    pthread_create(&thread, NULL, spread, NULL);
    pthread_join(thread, NULL);
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    tell("for a child", sched_setaffinity(child, sizeof(all), &all));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    pthread_attr_init(&attributes);
    pthread_attr_setaffinity_np(&attributes, sizeof(all), &all);
    errno = pthread_create(&thread, &attributes, spread, NULL);
    tell("by its attributes", errno ? -1 : 0);
    printf("as many as at first: %s\n", count() == first ? "yes" : "no");
    return 0;
}
