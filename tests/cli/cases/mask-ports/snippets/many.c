#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* More sockets than are told one by one: any number of the range may have been a port then. */
int main(void)
{
    for (int i = 0; i < 200; i++) {
        struct sockaddr_in any = { .sin_family = AF_INET };
        socklen_t len = sizeof(any);
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        if (bind(fd, (struct sockaddr *)&any, len) < 0 ||
            getsockname(fd, (struct sockaddr *)&any, &len) < 0)
            return 1;
        if (i == 0)
            printf("%d first\n", ntohs(any.sin_port));
        close(fd);
    }
    return 0;
}
