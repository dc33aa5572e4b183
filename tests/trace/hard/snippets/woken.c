/* Three threads that wait for one word, and end together. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];

static void *hear(void *nothing)
{
    char letter;
    if (read(ends[0], &letter, 1) != 0)
        return &ends;
    return nothing;
}

int main(void)
{
    pthread_t threads[3];
    if (pipe(ends) < 0)
        return 1;
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, hear, NULL);
    usleep(300000);
    close(ends[1]);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    puts("all have heard it");
}
