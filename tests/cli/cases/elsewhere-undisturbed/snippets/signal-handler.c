#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int number)
{
    (void)number;
}

int main(void)
{
    char c;
    int ends[2];
    sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_signal }, NULL);
    pipe(ends);
    pid_t parent = getpid();
    if (fork() == 0) {
        usleep(200000);
        kill(parent, SIGUSR1);
        return 0;
    }
    ssize_t n = read(ends[0], &c, 1);
    printf("%zd: %s\n", n, strerror(errno));
    wait(NULL);
}
