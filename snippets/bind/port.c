#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char *argv[])
{
    if (argc != 2)
        errx(2, "사용법: port 포트번호");

    char *end;
    unsigned long port = strtoul(argv[1], &end, 10);
    if (end == argv[1] || *end != '\0' || port > 65535)
        errx(2, "포트 번호가 아니다: %s", argv[1]);

    // region: bind
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)port),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        err(1, "socket");
    if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0) {
        printf("bind: %s\n", strerrorname_np(errno));
        return 1;
    }
    printf("bind: ok\n");
    // endregion
}
