#include <err.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int listen_at(const char *ip, const char *port,
                     int v6only)
{
    struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST,
        .ai_socktype = SOCK_STREAM,
    };
    struct addrinfo *a;
    int failed = getaddrinfo(ip, port, &hints, &a);

    if (failed)
        errx(2, "%s:%s: %s", ip, port, gai_strerror(failed));
    int fd = check(socket(a->ai_family, SOCK_STREAM, 0),
                   "socket");
    // region: v6only
    if (a->ai_family == AF_INET6)
        check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY,
                         &v6only, sizeof v6only),
              "IPV6_V6ONLY");
    check(bind(fd, a->ai_addr, a->ai_addrlen), "bind");
    // endregion
    check(listen(fd, 5), "listen");
    freeaddrinfo(a);
    return fd;
}

int main(int argc, char *argv[])
{
    if (argc < 3)
        errx(2, "사용법: server 주소 포트 [v6only]");
    int listener = listen_at(argv[1], argv[2], argc > 3);

    // region: serve
    for (;;) {
        struct sockaddr_storage mine;
        socklen_t size = sizeof mine;
        char ip[INET6_ADDRSTRLEN];
        int conn = check(accept(listener, NULL, NULL),
                         "accept");

        // 클라이언트는 나를 어떤 주소로 찾아왔나?
        check(getsockname(conn, (struct sockaddr *)&mine,
                          &size),
              "getsockname");
        if (getnameinfo((struct sockaddr *)&mine, size, ip,
                        sizeof ip, NULL, 0, NI_NUMERICHOST))
            errx(1, "getnameinfo");
        check(dprintf(conn, "%s\n", ip), "dprintf");
        close(conn);
    }
    // endregion
}
