#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static struct sockaddr_in address(const char *ip)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
    };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(1, "주소가 아니다: %s", ip);
    return a;
}

/* fd가 제 주소로 아는 것을 찍는다. */
static void show(const char *who, int fd)
{
    struct sockaddr_in a;
    socklen_t size = sizeof a;
    char ip[INET_ADDRSTRLEN];

    check(getsockname(fd, (struct sockaddr *)&a, &size),
          "getsockname");
    inet_ntop(AF_INET, &a.sin_addr, ip, sizeof ip);
    printf("%s: %s:%d\n", who, ip, ntohs(a.sin_port));
}

int main(void)
{
    const char *visited[] = { "127.0.0.1", "127.0.0.2" };
    struct sockaddr_in any = address("0.0.0.0");

    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    check(bind(listener, (struct sockaddr *)&any, sizeof any),
          "bind");
    check(listen(listener, 2), "listen");
    show("기다리는 소켓", listener);

    for (int i = 0; i < 2; i++) {
        struct sockaddr_in to = address(visited[i]);
        int fd = check(socket(AF_INET, SOCK_STREAM, 0),
                       "socket");

        check(connect(fd, (struct sockaddr *)&to, sizeof to),
              "connect");
        int conn = check(accept(listener, NULL, NULL),
                         "accept");
        show("받아들인 소켓", conn);
        close(conn);
        close(fd);
    }
}
