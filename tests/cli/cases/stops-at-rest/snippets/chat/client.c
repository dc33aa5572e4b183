#include "../net.h"

#include <poll.h>

/* Sends what it reads, and prints what comes. */
int main(void)
{
    int fd = call(SOCK_STREAM, 9000);
    char text[100];
    struct pollfd both[] = { { 0, POLLIN, 0 }, { fd, POLLIN, 0 } };
    while (poll(both, 2, -1) > 0) {
        ssize_t n = read(both[0].revents ? 0 : fd, text, sizeof text);
        if (n <= 0 || write(both[0].revents ? fd : 1, text, n) < 0)
            break;
    }
}
