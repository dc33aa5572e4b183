#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static struct sockaddr_in local(const char *port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons((in_port_t)atoi(port)),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* Speaks to one peer only, over a socket that is bound and connected. */
int main(int argc, char *argv[])
{
    char text[64];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (argc < 3)
        errx(2, "usage: peer FROM TO [TEXT]");
    struct sockaddr_in from = local(argv[1]), to = local(argv[2]);
    if (bind(fd, (struct sockaddr *)&from, sizeof from) < 0 ||
        connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
        err(1, "bind");
    if (argc > 3 && send(fd, argv[3], strlen(argv[3]), 0) < 0)
        err(1, "send");
    if (argc > 3)
        return 0;
    ssize_t n = recv(fd, text, sizeof text, 0);
    printf("received %.*s\n", n > 0 ? (int)n : 0, text);
}
