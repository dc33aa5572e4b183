#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
int main(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(9000),
                             .sin_addr = { htonl(INADDR_LOOPBACK) } };
    bind(fd, (struct sockaddr *)&a, sizeof a);
    for (int i = 0; i < 2; i++) {
        char b[100];
        ssize_t n = recv(fd, b, sizeof b, 0);
        printf("%.*s\n", (int)n, b);
    }
}
