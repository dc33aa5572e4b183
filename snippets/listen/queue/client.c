#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
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
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    if (argc != 2)
        errx(2, "사용법: client 이름");
    // region: call
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    printf("connect: ok\n");
    check(dprintf(fd, "나는 %s", argv[1]), "dprintf");
    printf("보냈다\n");
    check(close(fd), "close");
    // endregion
}
