#include <stdio.h>
#include <unistd.h>

/* A daemon as of daemon(3) and its child, which ends of itself. */
int main(void)
{
    if (daemon(1, 1) < 0)
        return 1;
    if (fork() == 0) {
        setsid();
        usleep(200000);
        puts("daemon");
    }
}
