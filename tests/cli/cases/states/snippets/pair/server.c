#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Accepts a connection and sends back what comes. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    char text[100];

    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (listen(listener, 5) < 0)
        err(1, "listen");
    int fd = accept(listener, NULL, NULL);
    ssize_t n = read(fd, text, sizeof text);
    if (n < 0 || write(fd, text, (size_t)n) < 0)
        err(1, "echo");
    printf("%zd bytes\n", n);
    close(fd);
}
