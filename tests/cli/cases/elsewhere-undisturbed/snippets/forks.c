#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int count = 0, status;
    for (int i = 0; i < 200; i++) {
        if (fork() == 0)
            _exit(i & 1);
        wait(&status);
        count += WEXITSTATUS(status);
    }
    printf("%d of 200\n", count);
}
