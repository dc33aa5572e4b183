/*
 * The first thread ends and leaves another: a process that looks dead and is not.
 *
 * says: first thread ends
 * ends: time
 */
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
    pthread_t thread;
    pthread_create(&thread, NULL, stay, NULL);
    puts("first thread ends");
    fflush(stdout);
    pthread_exit(NULL);
}
