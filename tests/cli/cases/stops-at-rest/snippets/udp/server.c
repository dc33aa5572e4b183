#include "../net.h"

/* Answers first, and prints then. */
int main(void)
{
    int fd = serve(SOCK_DGRAM, 9000);
    for (;;) {
        char text[100];
        struct sockaddr_in from;
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&from, &len);
        sendto(fd, text, n, 0, (struct sockaddr *)&from, len);
        printf("%.*s\n", (int)n, text);
    }
}
