#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    puts("port 8080 is mine");
    if (listen(fd, 1) < 0)
        err(1, "listen");
    pause();
}
