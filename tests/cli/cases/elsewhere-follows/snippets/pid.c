#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("who am I?");
    printf("number %d\n", getpid());
    printf("my parent is %d\n", getppid());
}
