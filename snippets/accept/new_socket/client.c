#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct sockaddr_in mine, peer;
    socklen_t size = sizeof mine;
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    char text[64];
    int n;

    if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0) {
        printf("connect: %s\n", strerrorname_np(errno));
        return 1;
    }
    check(getsockname(fd, (struct sockaddr *)&mine, &size),
          "getsockname");
    check(getpeername(fd, (struct sockaddr *)&peer, &size),
          "getpeername");
    printf("내 포트 %d, 상대 포트 %d\n", ntohs(mine.sin_port),
           ntohs(peer.sin_port));
    printf("받은 것: ");
    while ((n = check(read(fd, text, sizeof text), "read")) >
           0)
        printf("%.*s", n, text);
}
