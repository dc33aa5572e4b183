#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* The port of FD, or its peer's. */
static int port(int fd, int (*of)(int, struct sockaddr *, socklen_t *))
{
    struct sockaddr_storage it;
    socklen_t len = sizeof(it);
    of(fd, (struct sockaddr *)&it, &len);
    return ntohs(it.ss_family == AF_INET ? ((struct sockaddr_in *)&it)->sin_port
                                         : ((struct sockaddr_in6 *)&it)->sin6_port);
}

/* A connection to AT that is over at once: the one who closes first has it in TIME-WAIT. */
static void connect_once(const char *how, const struct sockaddr_in *at, int door)
{
    int here = socket(AF_INET, SOCK_STREAM, 0);
    int failed = connect(here, (const struct sockaddr *)at, sizeof(*at));
    printf("%s: from %d", how, failed ? 0 : port(here, getsockname));
    if (!failed) {
        int there = accept(door, NULL, NULL);
        printf(", seen as %d", port(there, getpeername));
        close(there);
    }
    puts(failed ? ", refused" : "");
    close(here);
}

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct sockaddr_in6 any = { .sin6_family = AF_INET6 };
    socklen_t len = sizeof(at);
    int udp = socket(AF_INET6, SOCK_DGRAM, 0), door = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(udp, (struct sockaddr *)&any, sizeof(any)) < 0 ||
        bind(door, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(door, 1) < 0)
        return 1;
    getsockname(door, (struct sockaddr *)&at, &len);
    puts("checksum 51966, uid 60000, 40000 bytes, port 32768 of a manual");
    printf("UDP %d, door %d\n", port(udp, getsockname), ntohs(at.sin_port));
    connect_once("TCP", &at, door);
    close(door);
    connect_once("closed", &at, -1);
    return 0;
}
