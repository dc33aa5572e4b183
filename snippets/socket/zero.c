#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    int protocol;
    socklen_t size = sizeof protocol;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        err(1, "socket");
    if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol,
                   &size) < 0)
        err(1, "SO_PROTOCOL");
    printf("0을 넣고 받은 프로토콜: %d\n", protocol);
    printf("IPPROTO_TCP:            %d\n", IPPROTO_TCP);
}
