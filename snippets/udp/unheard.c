#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static struct sockaddr_in nobody = {
    .sin_family = AF_INET,
};

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int new_socket(void)
{
    return check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
}

/* 아무도 없는 포트로 보내고, 돌아온 것을 묻는다. */
static void ask(const char *what, int fd)
{
    char byte = 'x';

    check(sendto(fd, &byte, 1, 0, (struct sockaddr *)&nobody,
                 sizeof nobody),
          "sendto");
    ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT);
    printf("%s: %s\n", what,
           n < 0 ? strerrorname_np(errno) : "ok");
}

int main(void)
{
    int plain = new_socket(), told = new_socket(),
        connected = new_socket();

    nobody.sin_port = htons(8080);
    nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(connect(connected, (struct sockaddr *)&nobody,
                  sizeof nobody),
          "connect");
    check(setsockopt(told, IPPROTO_IP, IP_RECVERR,
                     &(int){ 1 }, sizeof(int)),
          "IP_RECVERR");

    ask("connect한 소켓", connected);
    ask("그냥 소켓", plain);
    ask("IP_RECVERR를 켠 소켓", told);
}
