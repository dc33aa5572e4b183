#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    char text[64];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0 || send(fd, "hello", 5, 0) < 0)
        err(1, "send");
    ssize_t n = recv(fd, text, sizeof text, 0);
    if (n < 0)
        err(1, "recv");
    printf("it came back: %.*s\n", (int)n, text);
}
