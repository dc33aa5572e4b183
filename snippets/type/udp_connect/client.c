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
        .sin_port = htons(8080), // 아무도 없다
        .sin_addr.s_addr = inet_addr("10.0.1.1"),
    };
    char byte;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (fd < 0)
        err(1, "socket");

    // region: connect
    printf("connect 앞의 send: %s\n",
           result(send(fd, "x", 1, 0)));
    int n = connect(fd, (struct sockaddr *)&a, sizeof a);
    printf("connect: %s\n", result(n));
    printf("connect 뒤의 send: %s\n",
           result(send(fd, "x", 1, 0)));
    printf("recv: %s\n", result(recv(fd, &byte, 1, 0)));
    // endregion
}
