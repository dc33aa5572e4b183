#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 3; i++) {
        printf("out %d\n", i);
        fprintf(stderr, "err %d\n", i);
    }
    if (fork() == 0) {
        puts("child");
        return 0;
    }
    wait(NULL);
    puts("parent, and nothing twice");
}
