#include <arpa/inet.h>
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

/* Answers in capitals, and prints what it was sent when it has. */
int main(void)
{
    struct sockaddr_in from, addr = { .sin_family = AF_INET,
                                      .sin_port = htons(8080),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    for (;;) {
        char in[64], out[64];
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(fd, in, sizeof in, 0, (struct sockaddr *)&from, &len);
        for (ssize_t i = 0; i < n; i++)
            out[i] = (char)toupper(in[i]);
        if (n < 0 || sendto(fd, out, (size_t)n, 0, (struct sockaddr *)&from, len) < 0)
            err(1, "sendto");
        printf("received %.*s", (int)n, in);
    }
}
