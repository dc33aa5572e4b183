#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* One process has no more than it may; with its child there are more. */
int main(void)
{
    int n = 0;
    while (open("/dev/null", O_RDONLY) >= 0)
        n++;
    perror("open");
    printf("%d\n", n);
    fork();
    pause();
}
