#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void inet_pair(int type, int pair[2])
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };

    pair[0] = check(socket(AF_INET, type, 0), "socket");
    pair[1] = check(socket(AF_INET, type, 0), "socket");
    check(bind(pair[1], (struct sockaddr *)&a, sizeof a),
          "bind");
    if (type == SOCK_STREAM)
        check(listen(pair[1], 1), "listen");
    check(connect(pair[0], (struct sockaddr *)&a, sizeof a),
          "connect");
    if (type == SOCK_STREAM)
        pair[1] = check(accept(pair[1], NULL, NULL),
                        "accept");
}

// region: two
static void two_sends(const char *what, int pair[2],
                      int is_stream)
{
    char text[100];

    check(send(pair[0], "abc", 3, 0), "send");
    check(send(pair[0], "def", 3, 0), "send");
    // 스트림이면 다 오도록, 꺼내지 않고 기다린다.
    if (is_stream)
        check(recv(pair[1], text, 6, MSG_PEEK | MSG_WAITALL),
              "recv");

    printf("%-24s", what);
    for (int n, left = 6; left > 0; left -= n) {
        n = check(recv(pair[1], text, sizeof text, 0),
                  "recv");
        printf("[%.*s]", n, text);
    }
    printf("\n");
}
// endregion

int main(void)
{
    int tcp[2], udp[2], stream[2], packet[2];

    inet_pair(SOCK_STREAM, tcp);
    inet_pair(SOCK_DGRAM, udp);
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, stream),
          "socketpair");
    check(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packet),
          "socketpair");

    two_sends("AF_INET SOCK_STREAM", tcp, 1);
    two_sends("AF_UNIX SOCK_STREAM", stream, 1);
    two_sends("AF_INET SOCK_DGRAM", udp, 0);
    two_sends("AF_UNIX SOCK_SEQPACKET", packet, 0);
}
