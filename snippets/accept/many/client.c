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
    struct sockaddr_in mine;
    socklen_t size = sizeof mine;
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    char text[64];
    int n;

    if (argc != 2)
        errx(2, "사용법: client 이름");
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    check(getsockname(fd, (struct sockaddr *)&mine, &size),
          "getsockname");
    printf("127.0.0.1:%d -> 127.0.0.1:8080\n",
           ntohs(mine.sin_port));

    check(dprintf(fd, "%s\n", argv[1]), "dprintf");
    printf("받은 것: ");
    while ((n = check(read(fd, text, sizeof text), "read")) >
           0)
        printf("%.*s", n, text);
}
