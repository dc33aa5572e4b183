/* A thread a letter; the last of them ends the process. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2];

static void *say(void *letter)
{
    return write(ends[1], letter, 1) == 1 ? NULL : letter;
}

int main(void)
{
    char letters[] = "abc", text[4] = "";
    pthread_t threads[3];
    if (pipe(ends) < 0)
        return 1;
    for (int i = 0; i < 3; i++) {
        pthread_create(&threads[i], NULL, say, &letters[i]);
        if (read(ends[0], &text[i], 1) != 1)
            return 1;
    }
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    puts(text);
    fflush(stdout);
    pthread_create(&threads[0], NULL, say, letters);
    pthread_exit(NULL);
}
