#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child ends while the parent waits: SIGCHLD, which it does not want, breaks nothing off. */
int main(void)
{
    struct epoll_event event;
    int epoll = epoll_create1(0);
    if (fork() == 0) {
        usleep(100000);
        return 7;
    }
    int n = epoll_wait(epoll, &event, 1, 500), error = errno, status;
    wait(&status);
    printf("epoll_wait: %d %s; the child: %d\n", n, n < 0 ? strerror(error) : "", WEXITSTATUS(status));
}
