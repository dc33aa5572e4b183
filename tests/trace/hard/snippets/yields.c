/* A loop that asks until there is something, and one that lets others go first. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letter;
    if (pipe2(ends, O_NONBLOCK) < 0)
        return 1;
    if (fork() == 0) {
        usleep(5000);
        _exit(write(ends[1], "x", 1) != 1);
    }
    while (read(ends[0], &letter, 1) < 0 && errno == EAGAIN)
        sched_yield();
    printf("%c\n", letter);
    wait(NULL);
}
