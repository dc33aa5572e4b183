#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Accepts two connections, and tells at which of its addresses each came in. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (listen(listener, 2) < 0)
        err(1, "listen");
    for (int i = 0; i < 2; i++) {
        struct sockaddr_in local;
        socklen_t size = sizeof local;
        char text[INET_ADDRSTRLEN];
        int fd = accept(listener, NULL, NULL);
        if (fd < 0 || getsockname(fd, (struct sockaddr *)&local, &size) < 0)
            err(1, "accept");
        printf("asked at %s\n", inet_ntop(AF_INET, &local.sin_addr, text, sizeof text));
        close(fd);
    }
}
