/* Hears what comes by the network, from the protocol on. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
    unsigned char bytes[256];
    int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
    if (fd < 0) {
        perror("socket");
        return 1;
    }
    ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
    printf("%zd bytes from %d.%d.%d.%d: %.*s\n", n, bytes[12], bytes[13], bytes[14], bytes[15],
           (int)n - 28, (char *)bytes + 28);
    struct ifreq request = { .ifr_name = "lan" };
    printf("to take it down: %s\n",
           ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? strerror(errno) : "done");
    return 0;
}
