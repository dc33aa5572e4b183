#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(5005) };

    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 8; i++) {
        char buf[32];
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        connect(fd, (struct sockaddr *)&addr, sizeof(addr));
        send(fd, "x", 1, 0);
        ssize_t n = recv(fd, buf, sizeof(buf), 0);
        printf("request %d %.*s\n", i, (int)n, buf);
        close(fd);
    }
    return 0;
}
