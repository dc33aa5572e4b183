#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
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

static void ask(int fd, const char *ip, const char *port)
{
    struct sockaddr_in to = at(ip, port), from;
    socklen_t size = sizeof from;
    char byte, text[INET_ADDRSTRLEN];

    check(sendto(fd, "?", 1, 0, (struct sockaddr *)&to,
                 sizeof to),
          "sendto");
    check(recvfrom(fd, &byte, 1, 0, (struct sockaddr *)&from,
                   &size),
          "recvfrom");
    inet_ntop(AF_INET, &from.sin_addr, text, sizeof text);
    printf("물은 곳 %s:%s  답한 곳 %s:%d\n", ip, port, text,
           ntohs(from.sin_port));
}

int main(int argc, char *argv[])
{
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    for (int i = 2; i < argc; i++)
        ask(fd, argv[1], argv[i]);
}
