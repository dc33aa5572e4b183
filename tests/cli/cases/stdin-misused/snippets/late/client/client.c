#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

/* Sends a datagram to nobody yet, and waits for the answer: its socket is bound, but serves nobody. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    char text[64];

    if (sendto(fd, "hello", 5, 0, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "sendto");
    ssize_t n = recv(fd, text, sizeof text, 0);
    printf("%.*s", n > 0 ? (int)n : 0, text);
}
