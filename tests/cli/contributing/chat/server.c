#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int clients = argc > 1 ? atoi(argv[1]) : 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (listen(listener, clients) < 0)
        err(1, "listen");
    for (int i = 1; i <= clients; i++) {
        char text[64];
        int fd = accept(listener, NULL, NULL);
        ssize_t n = recv(fd, text, sizeof text, MSG_WAITALL);
        if (n < 0)
            err(1, "recv");
        printf("connection %d: %.*s\n", i, (int)n, text);
        close(fd);
    }
}
