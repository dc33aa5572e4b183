#include <signal.h>
#include <stdio.h>

int main(void)
{
    printf("last words");
    fflush(stdout);
    raise(SIGSEGV);
}
