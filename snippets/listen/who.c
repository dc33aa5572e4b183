#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *result(int value)
{
    return value < 0 ? strerrorname_np(errno) : "ok";
}

// region: try
static void try_listen(const char *what, int family, int type,
                       int protocol)
{
    struct sockaddr_storage any = { .ss_family = family };
    int fd = socket(family, type | SOCK_NONBLOCK, protocol);

    // AF_UNIX는 이름 없이 bind하면 커널이 이름을 지어 준다.
    socklen_t size = family == AF_UNIX ? sizeof(sa_family_t)
                                       : sizeof any;
    if (fd < 0 || bind(fd, (struct sockaddr *)&any, size) < 0)
        err(1, "%s", what);

    printf("%-36s", what);
    printf("%-11s", result(listen(fd, 1)));
    printf("%s\n", result(accept(fd, NULL, NULL)));
    close(fd);
}
// endregion

#define TRY(...) try_listen(#__VA_ARGS__, __VA_ARGS__)

int main(void)
{
    printf("%-36slisten     accept\n", "");
    TRY(AF_INET, SOCK_STREAM, 0);
    TRY(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    TRY(AF_UNIX, SOCK_STREAM, 0);
    TRY(AF_UNIX, SOCK_SEQPACKET, 0);
    TRY(AF_UNIX, SOCK_DGRAM, 0);
    TRY(AF_INET, SOCK_DGRAM, 0);
    TRY(AF_NETLINK, SOCK_RAW, 0);
}
