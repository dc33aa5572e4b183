#include "../net.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>

/* Prints each packet that it sees leave, and is told of none that would be the last. */
int main(void)
{
    int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
    for (;;) {
        char packet[2000];
        struct sockaddr_ll from;
        socklen_t len = sizeof from;
        ssize_t n = recvfrom(fd, packet, sizeof packet, 0, (struct sockaddr *)&from, &len);
        if (from.sll_pkttype == PACKET_HOST)
            printf("protocol %d, %zd bytes\n", ((struct iphdr *)packet)->protocol, n);
    }
}
