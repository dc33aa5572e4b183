#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
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
    char text[64];

    inet_pton(AF_INET, "10.0.1.1", &a.sin_addr);
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    ssize_t n = read(fd, text, sizeof text);
    printf("read: %s\n", n < 0    ? strerrorname_np(errno)
                         : n == 0 ? "0"
                                  : "ok");
}
