#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Closes each connection first, so that TIME_WAIT is its own; given "reuse" it says SO_REUSEADDR. */
int main(int argc, char *argv[])
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = argc > 1 && strcmp(argv[1], "reuse") == 0;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (listen(fd, 5) < 0)
        err(1, "listen");
    for (;;) {
        close(accept(fd, NULL, NULL));
        puts("closed");
    }
}
