#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void *rest(void *unused)
{
    pause();
    return unused;
}

int main(void)
{
    pthread_t thread;
    int error, n = 0;
    while ((error = pthread_create(&thread, NULL, rest, NULL)) == 0)
        n++;
    printf("%d threads, then: %s\n", n, strerror(error));
    pause();
}
