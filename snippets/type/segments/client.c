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
    };
    char text[4000];

    if (inet_pton(AF_INET, "10.0.1.1", &a.sin_addr) != 1)
        errx(1, "inet_pton");
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = 'a' + i % 26;
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&a, sizeof a),
          "connect");
    // region: write
    check(write(fd, text, sizeof text), "write"); // 한 번
    close(fd);
    // endregion
}
