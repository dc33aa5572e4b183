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

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    // region: pong
    for (;;) {
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        char text[64];
        int n = check(recvfrom(fd, text, sizeof text, 0,
                               (struct sockaddr *)&from,
                               &size),
                      "recvfrom");

        printf("받은 것: %.*s\n", n, text);
        // 받은 바로 그 소켓으로, 온 주소로 되돌려 보낸다.
        check(sendto(fd, "pong", 4, 0,
                     (struct sockaddr *)&from, size),
              "sendto");
    }
    // endregion
}
