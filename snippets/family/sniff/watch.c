#include <arpa/inet.h>
#include <err.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    unsigned char frame[2048];

    // region: watch
    int fd = check(socket(AF_PACKET, SOCK_DGRAM,
                          htons(ETH_P_ALL)),
                   "socket");

    for (int seen = 0; seen < 3;) {
        struct sockaddr_ll from;
        socklen_t size = sizeof from;
        int n = check(recvfrom(fd, frame, sizeof frame, 0,
                               (struct sockaddr *)&from,
                               &size),
                      "recvfrom");
        struct iphdr *ip = (struct iphdr *)frame;
        struct tcphdr *tcp = (struct tcphdr *)(frame +
                                               ip->ihl * 4);

        if (from.sll_protocol != htons(ETH_P_IP) || n < 40 ||
            ip->protocol != IPPROTO_TCP)
            continue;
        seen++;
        printf("%s ->%s%s%s%s\n",
               ntohs(tcp->dest) == 8080 ? "클라이언트"
                                        : "서버      ",
               tcp->syn ? " SYN" : "", tcp->fin ? " FIN" : "",
               tcp->rst ? " RST" : "",
               tcp->ack ? " ACK" : "");
    }
    // endregion
}
