#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    char text[64];
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(udp, (struct sockaddr *)&a, sizeof a), "bind");

    // region: receive
    int tcp = check(accept(listener, NULL, NULL), "accept");
    int n = check(read(tcp, text, sizeof text), "read");
    printf("TCP로 받은 것: %.*s\n", n, text);
    close(tcp);
    for (;;)
        check(recv(udp, text, sizeof text, 0), "recv");
    // endregion
}
