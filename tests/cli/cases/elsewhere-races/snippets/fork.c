#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0) {
        for (int i = 0; i < 20; i++)
            printf("child %d\n", i);
        return 0;
    }
    for (int i = 0; i < 20; i++)
        printf("parent %d\n", i);
    wait(NULL);
}
