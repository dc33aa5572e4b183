#include <arpa/inet.h>
#include <err.h>
#include <netinet/tcp.h>
#include <stdio.h>
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
    };
    int limit = 1500; // 밀리초

    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
                     &limit, sizeof limit),
          "TCP_USER_TIMEOUT");
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    printf("연결되었다\n");
    pause();
}
