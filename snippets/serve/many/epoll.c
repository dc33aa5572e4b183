#include <arpa/inet.h>
#include <err.h>
#include <sys/epoll.h>
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

// region: epoll
static void watch(int epoll, int fd)
{
    struct epoll_event event = { .events = EPOLLIN,
                                 .data.fd = fd };

    check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event),
          "epoll_ctl");
}

static void serve(int epoll, int listener)
{
    struct epoll_event ready;

    watch(epoll, listener);
    while (check(epoll_wait(epoll, &ready, 1, -1),
                 "epoll_wait")) {
        int fd = ready.data.fd;

        if (fd == listener)
            watch(epoll, check(accept(listener, NULL, NULL),
                               "accept"));
        else if (echo_once(fd) == 0)
            close(fd); // 닫으면 목록에서도 빠진다
    }
}
// endregion

int main(void)
{
    serve(check(epoll_create1(0), "epoll_create1"),
          listen_at(8084));
}
