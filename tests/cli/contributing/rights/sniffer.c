#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    unsigned char bytes[128];
    int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
    if (fd < 0) {
        perror("socket");
        return 1;
    }
    ssize_t n = recv(fd, bytes, sizeof bytes, 0);
    printf("%zd bytes of IPv%d, protocol %d\n", n, bytes[0] >> 4, bytes[9]);
    return 0;
}
