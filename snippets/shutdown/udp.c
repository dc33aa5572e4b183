#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

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

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };

    // region: udp
    int plain = check(socket(AF_INET, SOCK_DGRAM, 0),
                      "socket");
    printf("그냥 UDP        shutdown %s\n",
           result(shutdown(plain, SHUT_WR)));

    int fixed = check(socket(AF_INET, SOCK_DGRAM, 0),
                      "socket");
    printf("connect한 UDP   connect  %s\n",
           result(connect(fixed, (struct sockaddr *)&a,
                          sizeof a)));
    printf("                shutdown %s\n",
           result(shutdown(fixed, SHUT_WR)));
    printf("                send     %s\n",
           result(send(fixed, "x", 1, MSG_NOSIGNAL)));
    // endregion
}
