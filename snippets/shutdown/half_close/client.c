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
        .sin_addr.s_addr = inet_addr("10.0.1.1"),
    };
    char text[64];
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    int n;

    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    // region: ask
    while ((n = check(read(0, text, sizeof text), "read")))
        check(write(fd, text, n), "write");
    // 보내는 쪽만 닫는다.
    check(shutdown(fd, SHUT_WR), "shutdown");

    FILE *in = fdopen(fd, "r");
    if (!in || !fgets(text, sizeof text, in))
        errx(1, "답이 오지 않았다");
    printf("받은 것: %s", text);
    // endregion
}
