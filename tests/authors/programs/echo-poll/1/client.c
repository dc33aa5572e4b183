#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 addr = { .sin6_family = AF_INET6, .sin6_port = htons(8007) };
    inet_pton(AF_INET6, "::1", &addr.sin6_addr);
    if (connect(fd, (struct sockaddr *)&addr, sizeof addr)) {
        perror("connect");
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++) {
        char buf[100];
        write(fd, argv[i], strlen(argv[i]));
        ssize_t n = read(fd, buf, sizeof buf - 1);
        if (n <= 0)
            return EXIT_FAILURE;
        buf[n] = 0;
        puts(buf);
    }
    return 0;
}
