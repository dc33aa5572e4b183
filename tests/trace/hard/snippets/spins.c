/* It waits for a thread without a call, and so holds the turn for ever. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static volatile int done;

static void *say(void *nothing)
{
    usleep(1000);
    done = 1;
    return nothing;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, say, NULL);
    while (!done)
        ;
    puts("done");
}
