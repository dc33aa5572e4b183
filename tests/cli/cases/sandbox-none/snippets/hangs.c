#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("it waits");
    fflush(stdout);
    for (;;)
        pause();
}
