#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void try_bind(int fd, const char *ip, in_port_t port,
                     const char *what)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
    };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(1, "주소가 아니다: %s", ip);
    int result = bind(fd, (struct sockaddr *)&a, sizeof a);
    printf("%-9s:%d  %-14s%s\n", ip, port,
           result < 0 ? strerrorname_np(errno) : "ok", what);
}

int main(void)
{
    // region: inet
    int a = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int b = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    try_bind(a, "127.0.0.1", 8080, "소켓 a");
    try_bind(a, "127.0.0.1", 8081, "a를 한 번 더");
    try_bind(b, "127.0.0.1", 8080, "소켓 b를 a와 같은 곳에");
    try_bind(b, "192.0.2.1", 8080, "이 호스트에 없는 주소에");
    try_bind(b, "127.0.0.2", 8080, "주소만 다른 곳에");
    // endregion
}
