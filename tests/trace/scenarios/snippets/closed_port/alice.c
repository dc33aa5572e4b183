#include <stdio.h>

#include "../host.h"

int main(void)
{
    char text[16];
    for (int port = 8080; port <= 8081; port++) {
        int fd = connected(SOCK_DGRAM, port);
        check(send(fd, "ping", 4, 0), "send");
        int n = recv(fd, text, sizeof(text), 0);
        if (n < 0)
            perror("recv");
        else
            printf("%.*s\n", n, text);
        fflush(stdout);
    }
}
