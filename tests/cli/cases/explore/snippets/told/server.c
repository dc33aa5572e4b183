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
    char b[100];
    for (;;) {
        socklen_t l = sizeof a;
        ssize_t n = recvfrom(fd, b, 100, 0, (struct sockaddr *)&a, &l);
        printf("answering %zd bytes\n", n);
        fflush(stdout);
        sendto(fd, b, n, 0, (struct sockaddr *)&a, l);
    }
}
