#include <stdio.h>
#include <unistd.h>

/* Two write into one pipe. */
int main(void)
{
    int ends[2];
    char c;
    pipe(ends);
    for (int who = 0; who < 2; who++)
        if (fork() == 0) {
            for (int i = 0; i < 10; i++)
                write(ends[1], who ? "b" : "a", 1);
            return 0;
        }
    close(ends[1]);
    while (read(ends[0], &c, 1) == 1)
        putchar(c);
    putchar('\n');
}
