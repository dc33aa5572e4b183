#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void describe(const char *name, int fd)
{
    struct sockaddr_in a;
    socklen_t size = sizeof a, option_size = sizeof(int);
    int listening;

    check(getsockname(fd, (struct sockaddr *)&a, &size),
          "getsockname");
    check(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN,
                     &listening, &option_size),
          "SO_ACCEPTCONN");
    printf("%-8s  SO_ACCEPTCONN %d, 자기 쪽 포트 %d\n", name,
           listening, ntohs(a.sin_port));
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    struct stat old, new;

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    // region: accept
    int conn = check(accept(listener, NULL, NULL), "accept");

    check(fstat(listener, &old), "fstat");
    check(fstat(conn, &new), "fstat");
    printf("디스크립터가 같은가? %s\n",
           conn == listener ? "예" : "아니오");
    printf("inode가 같은가?      %s\n",
           old.st_ino == new.st_ino ? "예" : "아니오");
    describe("listener", listener);
    describe("conn", conn);

    close(listener); // 문을 닫아도 들어온 클라이언트는 남는다
    check(dprintf(conn, "아직 여기 있다\n"), "dprintf");
    // endregion
}
