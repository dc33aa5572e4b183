/* Hears the datagrams of the host with their headers; ready as soon as there is the socket. */
#include <netinet/ip.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    char bytes[128];
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
    if (fd < 0) {
        perror("socket");
        return 1;
    }
    ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
    printf("%zd bytes, with both headers: %.*s\n", n, (int)n - 28, bytes + 28);
    return 0;
}
