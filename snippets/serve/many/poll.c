#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int listen_at(int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 5), "listen");
    return fd;
}

/* 온 것을 한 번 돌려보낸다. 상대가 닫았으면 0. */
static int echo_once(int conn)
{
    char text[64];
    int n = check(read(conn, text, sizeof text), "read");

    if (n > 0)
        check(write(conn, text, n), "write");
    return n;
}

int main(void)
{
    // region: poll
    struct pollfd fds[16] = {
        { .fd = listen_at(8083), .events = POLLIN },
    };
    int n = 1;

    for (;;) {
        check(poll(fds, n, -1), "poll");
        for (int i = n - 1; i > 0; i--)
            if (fds[i].revents && echo_once(fds[i].fd) == 0) {
                close(fds[i].fd);
                fds[i] = fds[--n];
            }
        if (fds[0].revents && n < 16) {
            int conn = check(accept(fds[0].fd, NULL, NULL),
                             "accept");

            fds[n++] = (struct pollfd){ .fd = conn,
                                        .events = POLLIN };
        }
    }
    // endregion
}
