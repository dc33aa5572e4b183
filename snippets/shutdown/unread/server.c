#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    // region: close
    int conn = check(accept(listener, NULL, NULL), "accept");
    struct pollfd waiting = { .fd = conn, .events = POLLIN };

    // 무언가 올 때까지 기다렸다가, 읽지 않고 닫는다.
    check(poll(&waiting, 1, -1), "poll");
    close(conn);
    // endregion
}
