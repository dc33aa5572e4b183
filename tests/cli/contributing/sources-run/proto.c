#include "proto.h"

#include <arpa/inet.h>
#include <err.h>
#include <sys/socket.h>

int udp_socket(int server)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(5000),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int bad = server ? bind(fd, (struct sockaddr *)&addr, sizeof addr)
                     : connect(fd, (struct sockaddr *)&addr, sizeof addr);
    if (fd < 0 || bad < 0)
        err(1, "socket");
    return fd;
}
