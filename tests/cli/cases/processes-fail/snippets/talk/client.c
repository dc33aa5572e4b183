#include "../net.h"

int main(int argc, char **argv)
{
    struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, *found;
    struct sockaddr_in mine;
    socklen_t size = sizeof mine;
    char c;

    if (argc != 2 || getaddrinfo(argv[1], "http-alt", &hints, &found))
        errx(1, "no such host");
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(fd, found->ai_addr, found->ai_addrlen), "connect");
    check(getsockname(fd, (struct sockaddr *)&mine, &size), "getsockname");
    printf("my port %d, end of file: %s\n", ntohs(mine.sin_port), read(fd, &c, 1) ? "no" : "yes");
}
