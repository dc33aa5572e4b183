#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Says ping to 127.0.0.1, and tells what comes back. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char text[100];

    inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    if (write(fd, "ping", 4) < 0)
        err(1, "write");
    ssize_t n = read(fd, text, sizeof text);
    printf("%.*s\n", (int)n, text);
}
