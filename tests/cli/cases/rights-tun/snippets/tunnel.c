/* Takes hold of tun0, sends a datagram by it, and reads what the kernel makes of that. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Opens the interface NAME; -1 and errno where that cannot be. */
static int attach(const char *name)
{
    struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
    int fd = open("/dev/net/tun", O_RDWR);
    snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
    return ioctl(fd, TUNSETIFF, &request) < 0 ? -1 : fd;
}

int main(void)
{
    unsigned char bytes[256];
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) }, from;
    socklen_t size = sizeof(from);
    int udp = socket(AF_INET, SOCK_DGRAM, 0), tun = attach("tun0");
    if (tun < 0) {
        perror("tun0");
        return 1;
    }
    printf("tun1: %s\n", attach("tun1") < 0 ? strerror(errno) : "done");
    inet_pton(AF_INET, "10.9.0.2", &to.sin_addr);
    /* Until it has seen that somebody holds tun0, the kernel drops what is sent there. */
    struct pollfd more = { tun, POLLIN, 0 };
    if (connect(udp, (struct sockaddr *)&to, sizeof(to)) < 0)
        perror("connect");
    do
        if (send(udp, "hello", 5, 0) < 0)
            perror("send");
    while (poll(&more, 1, 0) == 0 && usleep(1000) == 0);
    getsockname(udp, (struct sockaddr *)&from, &size);
    printf("sent from %s\n", inet_ntoa(from.sin_addr));
    ssize_t n = read(tun, bytes, sizeof(bytes));
    printf("%zd bytes of IPv%d: %.*s\n", n, bytes[0] >> 4, (int)n - 28, (char *)bytes + 28);
    /* Nothing else comes; the kernel would look for routers within a second. */
    printf("more: %d\n", poll(&more, 1, 1500));
    return 0;
}
