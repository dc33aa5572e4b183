#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* 실패했으면 까닭을 찍고 끝낸다. */
static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in here = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    char text[64];
    int n;

    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    check(bind(listener, (struct sockaddr *)&here,
               sizeof here),
          "bind");
    check(listen(listener, 1), "listen");

    int conn = check(accept(listener, NULL, NULL), "accept");
    while ((n = check(read(conn, text, sizeof text),
                      "read")) > 0)
        fwrite(text, 1, n, stdout);
    close(conn);
    close(listener);
}
