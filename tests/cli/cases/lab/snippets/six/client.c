#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct addrinfo hints = { .ai_family = AF_INET6, .ai_socktype = SOCK_DGRAM }, *found;
    char got[16] = "";

    if (getaddrinfo("far", "8080", &hints, &found) != 0)
        errx(1, "no such host");
    int fd = socket(AF_INET6, SOCK_DGRAM, 0);
    if (sendto(fd, "ping", 4, 0, found->ai_addr, found->ai_addrlen) < 0)
        err(1, "sendto");
    if (recv(fd, got, sizeof got - 1, 0) < 0)
        err(1, "recv");
    puts(got);
}
