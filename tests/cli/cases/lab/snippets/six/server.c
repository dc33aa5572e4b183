#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in6 addr = { .sin6_family = AF_INET6, .sin6_port = htons(8080) }, peer;
    socklen_t size = sizeof peer;
    char text[INET6_ADDRSTRLEN], got[16] = "";
    int fd = socket(AF_INET6, SOCK_DGRAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (recvfrom(fd, got, sizeof got - 1, 0, (struct sockaddr *)&peer, &size) < 0)
        err(1, "recvfrom");
    printf("%s from %s\n", got, inet_ntop(AF_INET6, &peer.sin6_addr, text, sizeof text));
    sendto(fd, "pong", 4, 0, (struct sockaddr *)&peer, size);
}
