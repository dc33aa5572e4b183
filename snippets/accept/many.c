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
    const char *names[] = { "alice", "bob", "carol" };
    int client[3], conn[3];
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(listener, 3), "listen");

    // region: many
    for (int i = 0; i < 3; i++) {
        client[i] = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
        check(connect(client[i], (struct sockaddr *)&a, sizeof a),
              "connect");
        check(dprintf(client[i], "나는 %s", names[i]), "dprintf");
    }
    for (int i = 0; i < 3; i++)
        conn[i] = check(accept(listener, NULL, NULL), "accept");

    // 일부러 거꾸로 읽는다. 받은 것은 연결마다 따로 쌓여 있다.
    for (int i = 2; i >= 0; i--) {
        char text[32] = "";
        check(recv(conn[i], text, sizeof text - 1, 0), "recv");
        printf("%d번째 연결: %s\n", i + 1, text);
    }
    // endregion
}
