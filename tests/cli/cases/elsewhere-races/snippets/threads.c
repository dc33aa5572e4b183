#include <pthread.h>
#include <stdio.h>

static void *say(void *name)
{
    puts(name);
    fflush(stdout);
    return NULL;
}

/* Four threads begin one after another: nothing says who prints first. */
int main(void)
{
    pthread_t threads[4];
    static char *names[] = { "one", "two", "three", "four" };
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, say, names[i]);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}
