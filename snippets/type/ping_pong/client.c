#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(int argc, char *argv[])
{
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    char text[64];

    if (argc != 2)
        errx(2, "사용법: client 이름");
    // region: ping
    // bind는 하지 않았다. 처음 보낼 때 커널이 포트를 준다.
    int n = snprintf(text, sizeof text, "%s의 ping", argv[1]);
    check(sendto(fd, text, n, 0, (struct sockaddr *)&to,
                 sizeof to),
          "sendto");

    n = check(recv(fd, text, sizeof text, 0), "recv");
    printf("받은 것: %.*s\n", n, text);
    // endregion
}
