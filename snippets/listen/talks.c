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

/* 표의 한 칸: 어떤 소켓이 어떤 호출에 무어라 답하는가. */
static void answer(const char *what, const char *call,
                   ssize_t result)
{
    printf("%s\t%s\t%s\n", what, call,
           result < 0 ? strerrorname_np(errno) : "ok");
}

static void talk(const char *what, int family, int type,
                 int protocol)
{
    struct sockaddr_storage any = { .ss_family = family };
    struct sockaddr *a = (struct sockaddr *)&any;
    socklen_t size = sizeof any;
    // AF_UNIX는 이름 없이 bind하면 커널이 이름을 지어 준다.
    socklen_t none = family == AF_UNIX ? sizeof(sa_family_t)
                                       : size;
    int fd = socket(family, type | SOCK_NONBLOCK, protocol);
    char byte = 'x';

    if (fd < 0 || bind(fd, a, none) < 0 ||
        listen(fd, 1) < 0 || getsockname(fd, a, &size) < 0)
        err(1, "%s", what);
    answer(what, "recv", recv(fd, &byte, 1, 0));
    answer(what, "connect", connect(fd, a, size));
    answer(what, "send", send(fd, &byte, 1, 0));
    printf("%s\tSIGPIPE\t%s\n", what,
           pipes ? "온다" : "안 온다");
    pipes = 0;
}

int main(void)
{
    struct sigaction action = { .sa_handler = on_pipe };

    if (sigaction(SIGPIPE, &action, NULL) < 0)
        err(1, "sigaction");
    printf("소켓\t호출\t답\n");
    talk("TCP", AF_INET, SOCK_STREAM, 0);
    talk("MPTCP", AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    talk("AF_UNIX SOCK_STREAM", AF_UNIX, SOCK_STREAM, 0);
    talk("AF_UNIX SOCK_SEQPACKET", AF_UNIX, SOCK_SEQPACKET,
         0);
}
