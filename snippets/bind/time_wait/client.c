#include <arpa/inet.h>
#include <err.h>
#include <stdlib.h>
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
    if (argc != 2)
        errx(2, "사용법: client 포트");

    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(argv[1])),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    char rest[16];
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    // 서버가 닫아 read가 0을 돌려주면 따라서 닫는다.
    while (check(read(fd, rest, sizeof rest), "read") > 0)
        continue;
    close(fd);
}
