#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static const char *pending(int fd)
{
    int value;
    socklen_t size = sizeof value;

    check(getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &size),
          "SO_ERROR");
    return value ? strerrorname_np(value) : "0";
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080), // 아무도 기다리지 않는다
        .sin_addr.s_addr = inet_addr("10.0.1.1"),
    };
    int fd = check(socket(AF_INET,
                          SOCK_STREAM | SOCK_NONBLOCK, 0),
                   "socket");
    struct pollfd p = { .fd = fd, .events = POLLOUT };

    if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0)
        printf("connect: %s\n", strerrorname_np(errno));
    check(poll(&p, 1, -1), "poll");
    printf("SO_ERROR: %s\n", pending(fd));
    printf("한 번 더: %s\n", pending(fd));
}
