/* 32 processes; each waits for the one before it. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int before[2], after[2], sum = 0;
    if (pipe(before) < 0 || write(before[1], "", 1) != 1)
        return 1;
    for (int i = 0; i < 32; i++) {
        char letter;
        if (pipe(after) < 0)
            return 1;
        if (fork() == 0)
            _exit(read(before[0], &letter, 1) != 1 || write(after[1], "", 1) != 1);
        close(before[0]);
        close(before[1]);
        before[0] = after[0];
        before[1] = after[1];
    }
    while (wait(NULL) > 0)
        sum++;
    printf("%d have ended\n", sum);
}
