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

/* 127.0.0.1의 한 포트에 붙인 UDP 소켓. 주소는 *a에. */
static int udp(int port, struct sockaddr_in *a)
{
    int fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    *a = (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    check(bind(fd, (struct sockaddr *)a, sizeof *a), "bind");
    return fd;
}

int main(void)
{
    struct sockaddr_in a, b, c;
    int me = udp(8080, &a);
    int peer = udp(8081, &b), stranger = udp(8082, &c);
    char text[64];
    int n;

    check(connect(me, (struct sockaddr *)&b, sizeof b),
          "connect");
    check(sendto(stranger, "stranger", 8, 0,
                 (struct sockaddr *)&a, sizeof a),
          "sendto");
    check(sendto(peer, "peer", 4, 0, (struct sockaddr *)&a,
                 sizeof a),
          "sendto");

    while ((n = recv(me, text, sizeof text, MSG_DONTWAIT)) >=
           0)
        printf("받은 것: %.*s\n", n, text);
    printf("그다음은 %s\n", strerrorname_np(errno));
}
