#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 줄바꿈까지 읽는다. 그 전에 끝나면 0. */
static int read_line(int fd, char *line, int size)
{
    for (int n = 0; n < size; n++) {
        if (check(read(fd, line + n, 1), "read") == 0)
            return 0;
        if (line[n] == '\n')
            return n + 1;
    }
    return 0;
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
    char line[64];
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    printf("연결되었다\n");
    while (fgets(line, sizeof line, stdin)) {
        check(write(fd, line, strlen(line)), "write");
        int n = read_line(fd, line, sizeof line);
        printf("에코: %.*s", n, line);
    }
}
