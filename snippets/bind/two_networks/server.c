#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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
        errx(2, "사용법: server 주소 포트");
    struct sockaddr_in a = at(argv[1], argv[2]);
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 5), "listen");
    for (;;) {
        struct sockaddr_in peer, mine;
        socklen_t size = sizeof peer;
        char from[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];
        int conn = check(accept(listener,
                                (struct sockaddr *)&peer,
                                &size),
                         "accept");

        // region: names
        check(getsockname(conn, (struct sockaddr *)&mine,
                          &size),
              "getsockname");
        inet_ntop(AF_INET, &peer.sin_addr, from, sizeof from);
        inet_ntop(AF_INET, &mine.sin_addr, to, sizeof to);
        printf("클라이언트 %s, 찾아온 주소 %s\n", from, to);
        // endregion
        close(conn);
    }
}
