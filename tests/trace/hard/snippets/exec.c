/* A thread executes a program, while two others wait. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *wait_for_ever(void *nothing)
{
    pause();
    return nothing;
}

static void *become(void *nothing)
{
    execl("/bin/echo", "echo", "I am another now", NULL);
    return nothing;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_ever, NULL);
    usleep(300000);
    pthread_create(&thread, NULL, become, NULL);
    pause();
}
