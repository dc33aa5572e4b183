#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(fd, 5) < 0)
        err(1, "bind");
    for (;;) {
        char text[64] = "";
        int peer = accept(fd, NULL, NULL);
        if (read(peer, text, sizeof text - 1) < 0)
            err(1, "read");
        printf("received %s\n", text);
        if (strcmp(text, "crash") == 0)
            abort();
        close(peer);
    }
}
