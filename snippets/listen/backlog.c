#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 기다리지 않고 연결해 본다. 연결되었으면 1, 아니면 0. */
static int connects(const struct sockaddr_in *to)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    int fd = check(socket(AF_INET,
                          SOCK_STREAM | SOCK_NONBLOCK, 0),
                   "socket");

    int n = connect(fd, (const struct sockaddr *)to,
                    sizeof *to);

    if (n < 0 && errno != EINPROGRESS)
        err(1, "connect");
    check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size),
          "TCP_INFO");
    return info.tcpi_state == TCP_ESTABLISHED;
}

int main(void)
{
    for (int backlog = 0; backlog < 4; backlog++) {
        struct sockaddr_in a = {
            .sin_family = AF_INET,
            .sin_port = htons(8080 + backlog),
            .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        };
        int connected = 0;
        int fd = check(socket(AF_INET, SOCK_STREAM, 0),
                       "socket");

        check(bind(fd, (struct sockaddr *)&a, sizeof a),
              "bind");
        check(listen(fd, backlog), "listen");
        // accept는 한 번도 부르지 않는다.
        while (connects(&a))
            connected++;
        printf("listen(fd, %d): %d개 연결됨\n", backlog,
               connected);
    }
}
