#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int by_path(const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

    if (strlen(path) >= sizeof a.sun_path)
        errx(2, "경로가 길다: %s", path);
    strcpy(a.sun_path, path);
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    return fd;
}

static int by_port(const char *ip, const char *port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port)),
    };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(2, "주소가 아니다: %s", ip);
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    return fd;
}

int main(int argc, char *argv[])
{
    char text[64];

    if (argc != 2 && argc != 3)
        errx(2, "사용법: client 경로 | client 주소 포트");
    // region: call
    int fd = argc == 2 ? by_path(argv[1])
                       : by_port(argv[1], argv[2]);

    // 여기부터는 어느 문으로 들어왔든 같다.
    check(dprintf(fd, "hello"), "dprintf");
    check(shutdown(fd, SHUT_WR), "shutdown");
    int n = check(recv(fd, text, sizeof text, MSG_WAITALL),
                  "recv");
    printf("에코: %.*s\n", n, text);
    // endregion
}
