#include <arpa/inet.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval when = { 0 };
    char text[8];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    bind(fd, (struct sockaddr *)&addr, sizeof addr);
    ioctl(fd, SIOCGSTAMP_OLD, &when);
    sendto(fd, "ping", 4, 0, (struct sockaddr *)&addr, sizeof addr);
    recv(fd, text, sizeof text, 0);
    if (ioctl(fd, SIOCGSTAMP_OLD, &when) < 0)
        return 1;
    printf("a packet of the year %d\n", gmtime(&when.tv_sec)->tm_year + 1900);
}
