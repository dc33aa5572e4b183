#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void report(const char *ip, const char *port,
                   int result)
{
    printf("%s 포트 %s: %s\n", ip, port,
           result < 0 ? strerrorname_np(errno) : "ok");
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        errx(2, "사용법: bind IPv6주소 포트 [v6only]");

    struct sockaddr_in6 six = {
        .sin6_family = AF_INET6,
        .sin6_port = htons((in_port_t)atoi(argv[2])),
    };
    struct sockaddr_in four = {
        .sin_family = AF_INET,
        .sin_port = six.sin6_port,
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int only = argc > 3 && strcmp(argv[3], "v6only") == 0;
    int a = socket(AF_INET6, SOCK_STREAM, 0);
    int b = socket(AF_INET, SOCK_STREAM, 0);

    if (a < 0 || b < 0 ||
        inet_pton(AF_INET6, argv[1], &six.sin6_addr) != 1)
        err(1, "socket");
    if (setsockopt(a, IPPROTO_IPV6, IPV6_V6ONLY, &only,
                   sizeof only) < 0)
        err(1, "IPV6_V6ONLY");
    report(argv[1], argv[2],
           bind(a, (struct sockaddr *)&six, sizeof six));
    report("0.0.0.0", argv[2],
           bind(b, (struct sockaddr *)&four, sizeof four));
}
