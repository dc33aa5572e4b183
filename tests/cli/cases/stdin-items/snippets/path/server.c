#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

/* Prints datagrams, until one is empty. */
int main(void)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX, .sun_path = "/tmp/server.sock" };
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    char text[64];

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    for (ssize_t n; (n = recv(fd, text, sizeof text, 0)) > 0;)
        printf("received %.*s", (int)n, text);
}
