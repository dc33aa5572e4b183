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

    // region: linger
    struct linger now = { .l_onoff = 1, .l_linger = 0 };
    int conn = check(accept(listener, NULL, NULL), "accept");

    check(setsockopt(conn, SOL_SOCKET, SO_LINGER, &now,
                     sizeof now),
          "SO_LINGER");
    close(conn);
    // endregion
}
