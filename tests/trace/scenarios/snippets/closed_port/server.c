#include "../host.h"

int main(void)
{
    char text[16];
    struct sockaddr_in from;
    socklen_t size = sizeof(from);
    int fd = bound(SOCK_DGRAM);
    int n = recvfrom(fd, text, sizeof(text), 0, (struct sockaddr *)&from, &size);
    check(sendto(fd, text, n, 0, (struct sockaddr *)&from, size), "sendto");
}
