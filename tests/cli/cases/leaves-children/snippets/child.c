#include <stdio.h>
#include <unistd.h>

/* The child prints when its parent has long ended. */
int main(void)
{
    if (fork() == 0)
        usleep(200000), puts("child");
    else
        puts("parent");
}
