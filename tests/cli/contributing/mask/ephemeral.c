#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

static void show_port(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET };
    socklen_t len = sizeof addr;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0 ||
        getsockname(fd, (struct sockaddr *)&addr, &len) < 0)
        err(1, "bind");
    printf("the kernel chose port %d\n", ntohs(addr.sin_port));
}

int main(void)
{
    show_port();
    show_port();
}
