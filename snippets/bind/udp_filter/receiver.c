#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
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

int main(int argc, char *argv[])
{
    if (argc != 3)
        errx(2, "사용법: receiver 주소 포트");
    struct sockaddr_in mine = at(argv[1], argv[2]);
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&mine, sizeof mine),
          "bind");
    for (;;) {
        char text[64];
        int n = check(recv(fd, text, sizeof text - 1, 0),
                      "recv");

        text[n] = '\0';
        if (strcmp(text, "끝") == 0)
            break;
        printf("%s\n", text);
    }
}
