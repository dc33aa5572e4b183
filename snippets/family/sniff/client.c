#include <arpa/inet.h>
#include <err.h>
#include <string.h>
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
    struct sockaddr_in there = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
    };
    const char *text = "안녕, 서버\n";

    inet_pton(AF_INET, "10.0.1.1", &there.sin_addr);
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&there,
                  sizeof there),
          "connect");
    check(write(fd, text, strlen(text)), "write");
    close(fd);
}
