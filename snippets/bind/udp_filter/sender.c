#include <arpa/inet.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
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

static void send_to(int fd, const char *ip, const char *port,
                    const char *text)
{
    struct sockaddr_in to = at(ip, port);

    check(sendto(fd, text, strlen(text), 0,
                 (struct sockaddr *)&to, sizeof to),
          "sendto");
}

int main(int argc, char *argv[])
{
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int on = 1;

    check(setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on,
                     sizeof on),
          "SO_BROADCAST");
    // region: send
    for (int i = 1; i < argc; i++) {
        send_to(fd, "10.0.1.9", argv[i],
                "10.0.1.9로 보낸 것");
        send_to(fd, "10.0.1.255", argv[i],
                "10.0.1.255로 보낸 것");
        send_to(fd, "10.0.1.1", argv[i],
                "10.0.1.1로 보낸 것");
        // 그만 기다리라는 말
        send_to(fd, "10.0.1.1", argv[i], "끝");
    }
    // endregion
}
