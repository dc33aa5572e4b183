#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

/* fd에 붙은 IPv4 주소와 포트를 커널에 물어 찍는다. */
static void show(const char *when, int fd)
{
    struct sockaddr_in a;
    socklen_t size = sizeof a;
    char ip[INET_ADDRSTRLEN];

    if (getsockname(fd, (struct sockaddr *)&a, &size) < 0)
        err(1, "getsockname");
    inet_ntop(AF_INET, &a.sin_addr, ip, sizeof ip);
    printf("%s: %s:%d\n", when, ip, ntohs(a.sin_port));
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        err(1, "socket");
    show("bind 전", fd);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0)
        err(1, "bind");
    show("bind 뒤", fd);
}
