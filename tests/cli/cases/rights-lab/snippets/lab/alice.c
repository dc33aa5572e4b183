#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static struct sockaddr_in address(const char *text)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9) };
    inet_pton(AF_INET, text, &at.sin_addr);
    return at;
}

int main(void)
{
    struct ifreq request = { .ifr_name = "lan" };
    struct sockaddr_in mine = address("10.0.1.77"), theirs = address("10.0.1.1");
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    memcpy(&request.ifr_addr, &mine, sizeof(mine));
    if (ioctl(fd, SIOCSIFADDR, &request) < 0)
        perror("SIOCSIFADDR");
    inet_pton(AF_INET, "255.255.255.0", &mine.sin_addr);
    memcpy(&request.ifr_netmask, &mine, sizeof(mine));
    if (ioctl(fd, SIOCSIFNETMASK, &request) < 0)
        perror("SIOCSIFNETMASK");
    if (sendto(fd, "hello", 5, 0, (struct sockaddr *)&theirs, sizeof(theirs)) < 0)
        perror("sendto");
    if (socket(AF_INET, SOCK_RAW, IPPROTO_UDP) < 0)
        perror("raw");
    return 0;
}
