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

static struct sockaddr_in at(const char *ip, in_port_t port)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(port) };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(1, "주소가 아니다: %s", ip);
    return a;
}

// region: knock
static void knock(int listener, const char *ip, in_port_t port)
{
    struct sockaddr_in to = at(ip, port), mine;
    socklen_t size = sizeof mine;
    char text[INET_ADDRSTRLEN];
    int client = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    if (connect(client, (struct sockaddr *)&to, sizeof to) < 0) {
        printf("  %s로 connect: %s\n", ip, strerrorname_np(errno));
    } else {
        int conn = check(accept(listener, NULL, NULL), "accept");
        check(getsockname(conn, (struct sockaddr *)&mine, &size),
              "getsockname");
        printf("  %s로 connect: ok, 서버 쪽 주소는 %s\n", ip,
               inet_ntop(AF_INET, &mine.sin_addr, text, sizeof text));
        close(conn);
    }
    close(client);
}
// endregion

static void serve(const char *ip, in_port_t port)
{
    struct sockaddr_in a = at(ip, port);
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(listener, 1), "listen");
    printf("%s:%d에 bind\n", ip, port);
    knock(listener, "127.0.0.1", port);
    knock(listener, "127.0.0.2", port);
    close(listener);
}

int main(void)
{
    serve("0.0.0.0", 8080);
    serve("127.0.0.1", 8081);
}
