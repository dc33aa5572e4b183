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

int main(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX,
                             .sun_path = "door.sock" };
    char text[64];
    int n;

    int listener = check(socket(AF_UNIX, SOCK_SEQPACKET, 0),
                         "socket");
    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    int client = check(socket(AF_UNIX, SOCK_SEQPACKET, 0),
                       "socket");
    check(connect(client, (struct sockaddr *)&a, sizeof a),
          "connect");
    int conn = check(accept(listener, NULL, NULL), "accept");

    check(send(client, "first", 5, 0), "send");
    check(send(client, "second", 6, 0), "send");
    close(client);
    while ((n = check(recv(conn, text, sizeof text, 0),
                      "recv")) > 0)
        printf("받은 메시지: %.*s\n", n, text);
    unlink(a.sun_path);
}
