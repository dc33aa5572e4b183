#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(6667) };
    int s = socket(AF_INET, SOCK_STREAM, 0);
    char buf[200];

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(s, (struct sockaddr *)&a, sizeof a)) {
        perror("connect");
        return 1;
    }
    for (;;) {
        fd_set r;
        FD_ZERO(&r);
        FD_SET(0, &r);
        FD_SET(s, &r);
        select(s + 1, &r, NULL, NULL, NULL);
        if (FD_ISSET(0, &r)) {
            ssize_t n = read(0, buf, sizeof buf);
            if (n <= 0)
                return 0;
            dprintf(s, "<%s> %.*s", argv[1], (int)n, buf);
        }
        if (FD_ISSET(s, &r)) {
            ssize_t n = read(s, buf, sizeof buf);
            if (n <= 0) {
                printf("server gone\n");
                return 1;
            }
            write(1, buf, n);
        }
    }
}
