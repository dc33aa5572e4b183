#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    char text[64];
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (argc < 2 || connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0 ||
        write(fd, argv[1], strlen(argv[1])) < 0)
        err(1, "connect");
    puts(read(fd, text, sizeof text) == 0 ? "the server has closed" : "the server is still there");
}
