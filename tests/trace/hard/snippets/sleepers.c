/* Two sleepers, the second of whom is to wake first. */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    if (fork() == 0) {
        usleep(600000);
        _exit(write(1, "second\n", 7) != 7);
    }
    if (fork() == 0) {
        usleep(300000);
        _exit(write(1, "first\n", 6) != 6);
    }
    while (wait(NULL) > 0)
        ;
}
