#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *run(void *unused)
{
    execlp("echo", "echo", "from a thread", NULL);
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
}
