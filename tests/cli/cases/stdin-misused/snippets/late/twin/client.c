#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char c;

    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    printf("%zd bytes\n", read(fd, &c, 1));
}
