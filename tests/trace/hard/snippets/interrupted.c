/* A read that a signal breaks off, and one that goes on after it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void note(int signal)
{
    (void)!write(1, signal == SIGUSR1 ? "first\n" : "second\n", signal == SIGUSR1 ? 6 : 7);
}

int main(void)
{
    int ends[2];
    char letter;
    struct sigaction broken = { .sa_handler = note };
    struct sigaction again = { .sa_handler = note, .sa_flags = SA_RESTART };
    sigaction(SIGUSR1, &broken, NULL);
    sigaction(SIGUSR2, &again, NULL);
    if (pipe(ends) < 0)
        return 1;
    if (fork() == 0) {
        usleep(300000);
        kill(getppid(), SIGUSR1);
        usleep(300000);
        kill(getppid(), SIGUSR2);
        usleep(300000);
        _exit(write(ends[1], "x", 1) != 1);
    }
    printf("read: %s\n", read(ends[0], &letter, 1) < 0 ? strerror(errno) : "a byte");
    fflush(stdout);
    printf("read: %s\n", read(ends[0], &letter, 1) < 0 ? strerror(errno) : "a byte");
    wait(NULL);
}
