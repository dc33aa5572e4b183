#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

/* Connects to the host that it is told. */
int main(int argc, char **argv)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found;

    if (argc < 2 || getaddrinfo(argv[1], "8080", &hints, &found) != 0)
        errx(1, "no such host");
    int fd = socket(found->ai_family, found->ai_socktype, 0);
    if (connect(fd, found->ai_addr, found->ai_addrlen) < 0)
        err(1, "connect");
    puts("connected");
}
