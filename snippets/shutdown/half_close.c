#include <arpa/inet.h>
#include <err.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static const char *state(int fd)
{
    static const char *names[] = { [TCP_ESTABLISHED] = "ESTABLISHED",
                                   [TCP_FIN_WAIT1] = "FIN_WAIT1",
                                   [TCP_FIN_WAIT2] = "FIN_WAIT2",
                                   [TCP_CLOSE_WAIT] = "CLOSE_WAIT" };
    struct tcp_info info;
    socklen_t size = sizeof info;

    check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), "TCP_INFO");
    if (info.tcpi_state >= sizeof names / sizeof *names ||
        !names[info.tcpi_state])
        errx(1, "뜻밖의 상태 %d", info.tcpi_state);
    return names[info.tcpi_state];
}

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(8080),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int client = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    char text[64];
    int n;

    check(bind(listener, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(listener, 1), "listen");
    check(connect(client, (struct sockaddr *)&a, sizeof a), "connect");
    int server = check(accept(listener, NULL, NULL), "accept");

    // region: half
    check(dprintf(client, "질문"), "dprintf");
    check(shutdown(client, SHUT_WR), "shutdown"); // 보내는 쪽만 닫는다

    n = check(recv(server, text, sizeof text, 0), "recv");
    printf("server가 받은 것: %.*s\n", n, text);
    n = check(recv(server, text, sizeof text, 0), "recv");
    printf("server가 한 번 더 읽으면: %d\n", n);
    printf("server의 상태: %s\n", state(server));

    check(dprintf(server, "대답"), "dprintf");
    n = check(recv(client, text, sizeof text, 0), "recv");
    printf("client가 받은 것: %.*s\n", n, text);
    printf("client의 상태: %s\n", state(client));
    // endregion
}
