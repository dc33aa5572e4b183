#include <arpa/inet.h>
#include <err.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 온 것을 그대로 돌려보낸다. 상대가 닫을 때까지. */
static void echo(int conn)
{
    char text[64];
    int n;

    while ((n = check(read(conn, text, sizeof text), "read")))
        check(write(conn, text, n), "write");
    close(conn);
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

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 5), "listen");
    for (;;)
        echo(check(accept(listener, NULL, NULL), "accept"));
}
