#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(int argc, char *argv[])
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *a;
    char text[256];
    int n;

    if (argc != 3)
        errx(2, "사용법: server 주소 포트");
    if ((n = getaddrinfo(argv[1], argv[2], &hints, &a)) != 0)
        errx(1, "%s", gai_strerror(n));

    int listener = check(socket(a->ai_family, SOCK_STREAM, 0),
                         "socket");
    check(bind(listener, a->ai_addr, a->ai_addrlen), "bind");
    check(listen(listener, 5), "listen");
    freeaddrinfo(a);

    int conn = check(accept(listener, NULL, NULL), "accept");
    while ((n = check(read(conn, text, sizeof text), "read")))
        check(write(conn, text, n), "write");
    printf("상대가 말을 마쳤다\n"); // read가 0을 돌려주었다
    close(conn);
    close(listener);
}
