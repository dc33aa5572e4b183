#include <signal.h>
#include <stdio.h>

int main(void)
{
    printf("one\ntwo without newline");
    fflush(stdout);
    raise(SIGSEGV);
}
