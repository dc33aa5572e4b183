#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX 16

static void say(const char *what, int fd)
{
    char now[32];
    time_t t = time(NULL);
    strftime(now, sizeof now, "%Y-%m-%d %H:%M:%S", localtime(&t));
    fprintf(stderr, "%s [%d] %s fd=%d\n", now, getpid(), what, fd);
}

int main(void)
{
    struct pollfd fds[MAX];
    int n = 1;
    struct sockaddr_in6 addr = { .sin6_family = AF_INET6, .sin6_port = htons(8007), .sin6_addr = in6addr_any };

    fds[0].fd = socket(AF_INET6, SOCK_STREAM, 0);
    fds[0].events = POLLIN;
    if (bind(fds[0].fd, (struct sockaddr *)&addr, sizeof addr) || listen(fds[0].fd, 8)) {
        perror("server");
        return EXIT_FAILURE;
    }
    say("listening", fds[0].fd);
    for (;;) {
        if (poll(fds, n, -1) < 0) {
            perror("poll");
            return EXIT_FAILURE;
        }
        if (fds[0].revents & POLLIN) {
            fds[n].fd = accept(fds[0].fd, NULL, NULL);
            fds[n].events = POLLIN;
            fds[n].revents = 0;
            say("accepted", fds[n].fd);
            n++;
        }
        for (int i = 1; i < n; i++) {
            char buf[100];
            if (!(fds[i].revents & (POLLIN | POLLHUP)))
                continue;
            ssize_t got = read(fds[i].fd, buf, sizeof buf);
            if (got <= 0) {
                say("closed", fds[i].fd);
                close(fds[i].fd);
                fds[i--] = fds[--n];
            } else {
                write(fds[i].fd, buf, got);
            }
        }
    }
}
