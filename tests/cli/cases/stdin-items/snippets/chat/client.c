#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Sends each line that it reads, behind its name, and prints what comes; ends with its input. */
int main(int argc, char *argv[])
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { socket(AF_INET, SOCK_STREAM, 0), POLLIN, 0 } };
    char line[64], text[128];

    if (argc < 2 || connect(fds[1].fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    while (poll(fds, 2, -1) > 0) {
        if (fds[1].revents) {
            ssize_t n = read(fds[1].fd, text, sizeof text);
            printf("%.*s", n > 0 ? (int)n : 0, text);
        }
        if (!fds[0].revents)
            continue;
        ssize_t n = read(STDIN_FILENO, line, sizeof line);
        if (n <= 0)
            return 0;
        int len = snprintf(text, sizeof text, "%s: %.*s", argv[1], (int)n, line);
        if (write(fds[1].fd, text, (size_t)len) < 0)
            err(1, "write");
    }
}
