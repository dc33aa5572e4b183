#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const char *result(int value)
{
    return value < 0 ? strerrorname_np(errno) : "ok";
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char byte = 'x';

    if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0)
        err(1, "bind");
    if (listen(fd, 1) < 0)
        err(1, "listen");

    // region: talk
    printf("recv: %s\n", result(recv(fd, &byte, 1, 0)));
    int n = connect(fd, (struct sockaddr *)&a, sizeof a);
    printf("connect: %s\n", result(n));
    printf("MSG_NOSIGNAL로 send: %s\n",
           result(send(fd, &byte, 1, MSG_NOSIGNAL)));
    fflush(stdout);
    send(fd, &byte, 1, 0);
    printf("이 줄은 찍히지 않는다\n");
    // endregion
}
