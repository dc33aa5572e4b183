/* What the servers and clients here share. */
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static inline struct sockaddr_in local(int port)
{
    return (struct sockaddr_in){ AF_INET, htons(port), { htonl(INADDR_LOOPBACK) }, { 0 } };
}

static inline int serve(int type, int port)
{
    struct sockaddr_in address = local(port);
    int fd = socket(AF_INET, type, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        (type == SOCK_STREAM && listen(fd, 8) < 0))
        err(1, "cannot serve");
    return fd;
}

static inline int call(int type, int port)
{
    struct sockaddr_in address = local(port);
    int fd = socket(AF_INET, type, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        err(1, "connect");
    return fd;
}
