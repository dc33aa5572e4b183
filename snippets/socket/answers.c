#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct value {
    const char *name;
    int number;
};

#define VALUE(what) .name = #what, .number = what
#define COUNT(a)    (sizeof(a) / sizeof(a)[0])

static const struct value families[] = { { VALUE(AF_INET) },
                                         { VALUE(AF_INET6) },
                                         { VALUE(AF_UNIX) } };
static const struct value types[] = { { VALUE(SOCK_STREAM) },
                                      { VALUE(SOCK_DGRAM) },
                                      { VALUE(SOCK_RAW) },
                                      { VALUE(
                                          SOCK_SEQPACKET) } };
static const struct value protocols[] = {
    { VALUE(0) },
    { VALUE(IPPROTO_ICMP) },
    { VALUE(IPPROTO_TCP) },
    { VALUE(IPPROTO_UDP) }
};

// 만들어진 소켓의 프로토콜
static const char *protocol_of(int fd)
{
    int number;
    socklen_t size = sizeof number;

    if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &number,
                   &size) < 0)
        err(1, "SO_PROTOCOL");
    return number == IPPROTO_TCP   ? "TCP"
           : number == IPPROTO_UDP ? "UDP"
                                   : "ok";
}

// region: ask
static const char *ask(int family, int type, int protocol)
{
    int fd = socket(family, type, protocol);

    if (fd < 0)
        return strerrorname_np(errno);
    const char *answer = protocol_of(fd);
    close(fd);
    return answer;
}
// endregion

int main(void)
{
    printf("family\ttype\tprotocol\tsocket\n");
    for (size_t f = 0; f < COUNT(families); f++)
        for (size_t t = 0; t < COUNT(types); t++) {
            // AF_INET의 SEQPACKET은 커널에 SCTP가 있느냐에 달렸다.
            if (types[t].number == SOCK_SEQPACKET &&
                families[f].number != AF_UNIX)
                continue;
            for (size_t p = 0; p < COUNT(protocols); p++)
                printf("%s\t%s\t%s\t%s\n", families[f].name,
                       types[t].name, protocols[p].name,
                       ask(families[f].number,
                           types[t].number,
                           protocols[p].number));
        }
}
