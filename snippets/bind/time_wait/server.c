#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(int argc, char *argv[])
{
    if (argc < 2)
        errx(2, "사용법: server 포트 [reuse]");

    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(argv[1])),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int on = argc > 2 && strcmp(argv[2], "reuse") == 0;

    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    check(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on,
                     sizeof on),
          "SO_REUSEADDR");
    if (bind(listener, (struct sockaddr *)&a, sizeof a) < 0) {
        printf("bind: %s\n", strerrorname_np(errno));
        return 1;
    }
    check(listen(listener, 1), "listen");
    printf("%s번에서 기다린다\n", argv[1]);

    int conn = check(accept(listener, NULL, NULL), "accept");
    close(conn); // 서버가 먼저 닫는다
    close(listener);
}
