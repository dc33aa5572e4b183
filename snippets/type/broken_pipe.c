#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static volatile sig_atomic_t pipes;

static void on_pipe(int signal)
{
    (void)signal;
    pipes++;
}

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 루프백의 소켓 하나에 연결된 소켓. */
static int connected(int type)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    socklen_t size = sizeof a;
    int to = check(socket(AF_INET, type, 0), "socket");
    int fd = check(socket(AF_INET, type, 0), "socket");

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(bind(to, (struct sockaddr *)&a, size), "bind");
    if (type == SOCK_STREAM)
        check(listen(to, 1), "listen");
    check(getsockname(to, (struct sockaddr *)&a, &size),
          "getsockname");
    check(connect(fd, (struct sockaddr *)&a, size),
          "connect");
    return fd;
}

static int paired(int type)
{
    int pair[2];

    check(socketpair(AF_UNIX, type, 0, pair), "socketpair");
    return pair[0];
}

// region: answer
static void answer(const char *what, int fd)
{
    check(shutdown(fd, SHUT_WR), "shutdown");
    pipes = 0;
    ssize_t n = send(fd, "x", 1, 0);
    printf("%s\tsend\t%s\n", what,
           n < 0 ? strerrorname_np(errno) : "ok");
    printf("%s\tSIGPIPE\t%s\n", what,
           pipes ? "온다" : "안 온다");
}
// endregion

int main(void)
{
    struct sigaction action = { .sa_handler = on_pipe };

    check(sigaction(SIGPIPE, &action, NULL), "sigaction");
    printf("소켓\t호출\t답\n");
    answer("TCP", connected(SOCK_STREAM));
    answer("UDP", connected(SOCK_DGRAM));
    answer("AF_UNIX SOCK_STREAM", paired(SOCK_STREAM));
    answer("AF_UNIX SOCK_SEQPACKET", paired(SOCK_SEQPACKET));
    answer("AF_UNIX SOCK_DGRAM", paired(SOCK_DGRAM));
}
