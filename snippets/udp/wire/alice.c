#include <arpa/inet.h>
#include <err.h>
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
        .sin_addr.s_addr = inet_addr("10.0.1.1"),
    };
    char byte;

    // region: send
    int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(sendto(udp, "ping", 4, 0, (struct sockaddr *)&a,
                 sizeof a),
          "sendto");

    int tcp = check(socket(AF_INET, SOCK_STREAM, 0),
                    "socket");
    check(connect(tcp, (struct sockaddr *)&a, sizeof a),
          "connect");
    check(write(tcp, "ping", 4), "write");
    check(read(tcp, &byte, 1), "read"); // 서버가 닫을 때까지
    // endregion
}
