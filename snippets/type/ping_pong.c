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

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(8080),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    char text[16] = "";
    int alice = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int bob = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    check(bind(bob, (struct sockaddr *)&a, sizeof a), "bind");

    // region: ping
    // alice는 bind하지 않았다. 처음 보낼 때 커널이 포트를 준다.
    check(sendto(alice, "ping", 4, 0, (struct sockaddr *)&a, sizeof a),
          "sendto");

    check(recvfrom(bob, text, sizeof text - 1, 0, (struct sockaddr *)&from,
                   &size),
          "recvfrom");
    printf("bob이 받은 것: %s\n", text);

    // 받은 바로 그 소켓으로 되돌려 보낸다.
    check(sendto(bob, "pong", 4, 0, (struct sockaddr *)&from, size),
          "sendto");

    check(recv(alice, text, sizeof text - 1, 0), "recv");
    printf("alice가 받은 것: %s\n", text);
    // endregion
}
