#define _GNU_SOURCE
#include <err.h>
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

int main(int argc, char *argv[])
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    struct ucred peer;
    socklen_t size = sizeof peer;

    if (argc != 2 || strlen(argv[1]) >= sizeof a.sun_path)
        errx(2, "사용법: server 경로");
    strcpy(a.sun_path, argv[1]);

    // region: serve
    int listener = check(socket(AF_UNIX, SOCK_STREAM, 0),
                         "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");
    int conn = check(accept(listener, NULL, NULL), "accept");
    close(listener); // 문은 닫지만 파일은 지우지 않는다

    check(getsockopt(conn, SOL_SOCKET, SO_PEERCRED, &peer,
                     &size),
          "SO_PEERCRED");
    printf("클라이언트는 pid %d, uid %u\n", peer.pid,
           peer.uid);
    check(dprintf(conn, "어서 오세요\n"), "dprintf");
    // endregion
}
