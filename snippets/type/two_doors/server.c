#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int listen_at(const void *address, socklen_t size)
{
    const struct sockaddr *a = address;
    int fd = check(socket(a->sa_family, SOCK_STREAM, 0),
                   "socket");

    check(bind(fd, a, size), "bind");
    check(listen(fd, 1), "listen");
    return fd;
}

// region: serve
static void serve(const char *door, int listener)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    char text[64];
    int conn = check(accept(listener, NULL, NULL), "accept");
    int n;

    while ((n = check(read(conn, text, sizeof text), "read")))
        check(write(conn, text, n), "write");

    n = getsockopt(conn, IPPROTO_TCP, TCP_INFO, &info, &size);
    printf("%s  TCP_INFO %s\n", door,
           n < 0 ? strerrorname_np(errno) : "ok");
    close(conn);
}
// endregion

int main(void)
{
    struct sockaddr_un path = {
        .sun_family = AF_UNIX,
        .sun_path = "door.sock",
    };
    struct sockaddr_in port = {
        .sin_family = AF_INET,
        .sin_port = htons(3306),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int by_path = listen_at(&path, sizeof path);
    int by_port = listen_at(&port, sizeof port);

    serve("door.sock     ", by_path);
    serve("127.0.0.1:3306", by_port);
}
