#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct sockaddr_in addr = { .sin_family = AF_INET,
                                    .sin_port = htons(atoi(argv[i])),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
            err(1, "port %s", argv[i]);
        printf("port %s answers\n", argv[i]);
    }
}
