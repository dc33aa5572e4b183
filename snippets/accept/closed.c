#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void receive(const char *who, int fd)
{
    char text[16];
    ssize_t n = recv(fd, text, sizeof text, MSG_DONTWAIT);

    printf("%s: %s\n", who,
           n < 0 ? strerrorname_np(errno) : "받았다");
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int client[2];

    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");
    for (int i = 0; i < 2; i++) {
        client[i] = check(socket(AF_INET, SOCK_STREAM, 0),
                          "socket");
        check(connect(client[i], (struct sockaddr *)&a,
                      sizeof a),
              "connect");
    }

    // 하나만 받아들이고, 기다리던 소켓을 닫는다.
    int conn = check(accept(listener, NULL, NULL), "accept");
    close(listener);
    check(send(conn, "안녕", strlen("안녕"), 0), "send");
    receive("받아들인 연결", client[0]);
    receive("대기열에 있던 연결", client[1]);
}
