#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* Sends each line that it reads, and prints the answer. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    char line[64];

    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    while (fgets(line, sizeof line, stdin)) {
        if (send(fd, line, strlen(line), 0) < 0)
            err(1, "send");
        ssize_t n = recv(fd, line, sizeof line, 0);
        printf("%.*s", n > 0 ? (int)n : 0, line);
    }
}
