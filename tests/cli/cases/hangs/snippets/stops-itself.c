#include <signal.h>
#include <stdio.h>

int main(void)
{
    printf("before");
    fflush(stdout);
    raise(SIGSTOP);
    puts("after");
}
