#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// region: ask
static int option(int fd, int name)
{
    int value;
    socklen_t size = sizeof value;

    if (getsockopt(fd, SOL_SOCKET, name, &value, &size) < 0)
        err(1, "getsockopt");
    return value;
}

static void ask(const char *what, int family, int type,
                int protocol)
{
    int fd = socket(family, type, protocol);

    printf("%-36s ", what);
    if (fd < 0) {
        printf("%s\n", strerrorname_np(errno));
        return;
    }
    printf("타입 %d, 프로토콜 %d\n", option(fd, SO_TYPE),
           option(fd, SO_PROTOCOL));
    close(fd);
}
// endregion

#define ASK(...) ask(#__VA_ARGS__, __VA_ARGS__)

int main(void)
{
    printf("SOCK_STREAM %d, SOCK_DGRAM %d, SOCK_RAW %d\n\n",
           SOCK_STREAM, SOCK_DGRAM, SOCK_RAW);
    ASK(AF_INET, SOCK_STREAM, 0);
    ASK(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    ASK(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    ASK(AF_INET, SOCK_STREAM, IPPROTO_UDP);
    ASK(AF_INET, SOCK_DGRAM, 0);
    ASK(AF_INET, SOCK_RDM, 0);
    ASK(AF_INET, 99, 0);
    ASK(99, SOCK_STREAM, 0);
    ASK(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    ASK(AF_UNIX, SOCK_RAW, 0);
}
