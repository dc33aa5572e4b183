#include <arpa/inet.h>
#include <err.h>
#include <stdlib.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static struct sockaddr_in at(const char *ip, const char *port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port)),
    };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(2, "주소가 아니다: %s", ip);
    return a;
}

int main(int argc, char *argv[])
{
    if (argc != 3)
        errx(2, "사용법: server 주소 포트");
    struct sockaddr_in mine = at(argv[1], argv[2]);
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&mine, sizeof mine),
          "bind");
    // region: answer
    for (;;) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        char byte;

        check(recvfrom(fd, &byte, 1, 0,
                       (struct sockaddr *)&peer, &size),
              "recvfrom");
        // 물어 온 쪽으로 그대로 답한다.
        check(sendto(fd, "!", 1, 0, (struct sockaddr *)&peer,
                     size),
              "sendto");
    }
    // endregion
}
