/*
 * Holds as many threads as it gets.
 *
 * says: pthread_create: EAGAIN
 * says: fewer than 500: yes
 * ends: 0 or processes
 */
#include <limits.h>
#include <pthread.h>
#include <unistd.h>

#include "hostile.h"

static void *stay(void *unused)
{
    for (;;)
        pause();
    return unused;
}

int main(void)
{
    pthread_attr_t attr;
    pthread_t thread;
    int n = 0;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 64 << 10);
    while (n < 500 && (errno = pthread_create(&thread, &attr, stay, NULL)) == 0)
        n++;
    tell("pthread_create", errno ? -1 : 0);
    printf("fewer than 500: %s\n", n < 500 ? "yes" : "no");
}
