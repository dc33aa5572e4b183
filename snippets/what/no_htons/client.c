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
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    const char *text = "안녕, 서버\n";

    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, (struct sockaddr *)&there,
                  sizeof there),
          "connect");
    check(write(fd, text, strlen(text)), "write");
    close(fd);
}
