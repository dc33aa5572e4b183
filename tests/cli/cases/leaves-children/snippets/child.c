#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("parent");
    if (fork() == 0)
        for (;;)
            pause();
}
