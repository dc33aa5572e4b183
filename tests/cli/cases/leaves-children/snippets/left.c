#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("parent");
    fflush(stdout);
    if (fork() == 0)
        for (;;)
            pause();
}
