/* Sends one datagram to nobody. */
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(9),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    sendto(fd, "hello", 5, 0, (struct sockaddr *)&addr, sizeof(addr));
    if (socket(AF_INET, SOCK_RAW, IPPROTO_UDP) < 0)
        perror("raw");
    if (socket(AF_PACKET, SOCK_DGRAM, 0) < 0)
        perror("packet");
    return 0;
}
