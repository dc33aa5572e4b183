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
                             .sin_port = htons(8080) };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    inet_pton(AF_INET, "10.0.1.1", &a.sin_addr);
    // region: call
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    printf("connected\n");
    // endregion
}
