#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(9000),
                             .sin_addr = { htonl(INADDR_LOOPBACK) } };
    connect(fd, (struct sockaddr *)&a, sizeof a);
    write(fd, "hello", 5);
    char b[100];
    printf("%zd\n", read(fd, b, 100));
}
