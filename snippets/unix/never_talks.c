#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <signal.h>
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

static const char *result(int value)
{
    return value < 0 ? strerrorname_np(errno) : "ok";
}

static volatile sig_atomic_t pipes;

static void on_pipe(int signal)
{
    (void)signal;
    pipes++;
}

int main(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX,
                             .sun_path = "door.sock" };
    struct sigaction action = { .sa_handler = on_pipe };
    int pair[2];
    char byte = 'x';

    check(sigaction(SIGPIPE, &action, NULL), "sigaction");
    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 1), "listen");

    printf("recv: %s\n", result(recv(fd, &byte, 1, 0)));
    printf("send: %s\n", result(send(fd, &byte, 1, 0)));
    printf("SIGPIPE %d번\n\n", pipes);

    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
          "socketpair");
    close(pair[1]);
    printf("상대가 닫은 연결에 send: %s\n",
           result(send(pair[0], &byte, 1, 0)));
    printf("SIGPIPE %d번\n", pipes);
    unlink(a.sun_path);
}
