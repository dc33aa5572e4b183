#include <fcntl.h>
#include <poll.h>
#include <stdio.h>

#include "../host.h"

int main(void)
{
    struct sockaddr_in a = at(SERVER, 8080);
    struct pollfd one = { .fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"),
                          .events = POLLOUT };
    connect(one.fd, (struct sockaddr *)&a, sizeof(a));
    printf("%d are ready in half a second\n", check(poll(&one, 1, 500), "poll"));
}
