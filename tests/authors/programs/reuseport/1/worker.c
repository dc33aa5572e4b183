#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0), one = 1;
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(5005) };

    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) != 0) {
        perror("bind");
        return EXIT_FAILURE;
    }
    for (;;) {
        struct sockaddr_in from;
        socklen_t len = sizeof(from);
        char buf[32];
        ssize_t n = recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&from, &len);
        if (n < 0)
            return EXIT_FAILURE;
        n = snprintf(buf, sizeof(buf), "served by worker %s", argv[1]);
        sendto(fd, buf, n, 0, (struct sockaddr *)&from, len);
    }
}
