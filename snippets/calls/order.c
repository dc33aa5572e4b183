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
    socklen_t size = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        err(1, "socket");
    printf("listen: %s\n", result(listen(fd, 1)));
    printf("bind:   %s\n",
           result(bind(fd, (struct sockaddr *)&a, sizeof a)));
    if (getsockname(fd, (struct sockaddr *)&a, &size) < 0)
        err(1, "getsockname");
    printf("8080번인가? %s\n",
           ntohs(a.sin_port) == 8080 ? "예" : "아니오");
}
