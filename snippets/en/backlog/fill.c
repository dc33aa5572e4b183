#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int tcp(int flags)
{
    return check(socket(AF_INET, SOCK_STREAM | flags, 0),
                 "socket");
}

// region: count
// How many clients get through before one gets no answer?
static int count(struct sockaddr_in *to)
{
    for (int n = 0;; n++) {
        int fd = tcp(SOCK_NONBLOCK);
        struct pollfd p = { .fd = fd, .events = POLLOUT };

        connect(fd, (struct sockaddr *)to, sizeof *to);
        if (poll(&p, 1, 200) == 0) // 200 ms
            return n;
    }
}
// endregion

int main(void)
{
    const int backlogs[] = { 0, 1, 2, 5 };

    for (int i = 0; i < 4; i++) {
        struct sockaddr_in a = { .sin_family = AF_INET };
        socklen_t size = sizeof a;
        int fd = tcp(0);

        // region: listen
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        a.sin_port = htons(8000 + i);
        check(bind(fd, (struct sockaddr *)&a, size), "bind");
        check(listen(fd, backlogs[i]), "listen");
        // Nobody ever calls accept.
        printf("backlog %d: %d connected\n", backlogs[i],
               count(&a));
        // endregion
    }
}
