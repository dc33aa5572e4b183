#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS = 8 };

/* Hands what one peer sends to the others. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct pollfd fds[PEERS] = { { socket(AF_INET, SOCK_STREAM, 0), POLLIN, 0 } };
    nfds_t n = 1;

    if (bind(fds[0].fd, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(fds[0].fd, PEERS) < 0)
        err(1, "listen");
    while (poll(fds, n, -1) > 0) {
        for (nfds_t i = 1; i < n; i++) {
            char text[128];
            ssize_t len = fds[i].revents ? read(fds[i].fd, text, sizeof text) : -1;
            for (nfds_t k = 1; len > 0 && k < n; k++)
                if (k != i && fds[k].fd >= 0 && write(fds[k].fd, text, (size_t)len) < 0)
                    warn("write");
            if (len == 0) {
                close(fds[i].fd);
                fds[i].fd = -1;
            }
        }
        if (fds[0].revents && n < PEERS)
            fds[n++] = (struct pollfd){ accept(fds[0].fd, NULL, NULL), POLLIN, 0 };
    }
}
