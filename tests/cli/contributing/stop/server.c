#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in from, addr = { .sin_family = AF_INET,
                                      .sin_port = htons(8080),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    for (;;) {
        char text[64];
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&from, &len);
        if (n < 0)
            err(1, "recvfrom");
        printf("echoing: %.*s\n", (int)n, text);
        if (sendto(fd, text, (size_t)n, 0, (struct sockaddr *)&from, len) < 0)
            err(1, "sendto");
    }
}
