#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in four = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6,
                                .sin6_port = htons(8080) };
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    char text[INET6_ADDRSTRLEN];

    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    check(bind(listener, (struct sockaddr *)&four,
               sizeof four),
          "bind");
    check(listen(listener, 1), "listen");

    int fd = check(socket(AF_INET6, SOCK_STREAM, 0),
                   "socket");
    if (inet_pton(AF_INET6, "::ffff:127.0.0.1",
                  &six.sin6_addr) != 1)
        errx(1, "inet_pton");
    check(connect(fd, (struct sockaddr *)&six, sizeof six),
          "connect");
    inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    printf("클라이언트가 아는 상대: %s\n", text);

    check(accept(listener, (struct sockaddr *)&peer, &size),
          "accept");
    inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text);
    printf("서버가 아는 상대:       %s\n", text);
}
