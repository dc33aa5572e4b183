#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static unsigned short in_cksum(unsigned short *p, int len)
{
    unsigned long sum = 0;
    for (; len > 1; len -= 2)
        sum += *p++;
    sum = (sum >> 16) + (sum & 0xffff);
    sum += sum >> 16;
    return ~sum;
}

int main(int argc, char **argv)
{
    int s = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    struct sockaddr_in to = { .sin_family = AF_INET };
    char packet[64], in[1500];
    struct icmphdr *icp = (struct icmphdr *)packet;
    int i;

    if (s < 0) {
        perror("ping: socket");
        return 2;
    }
    inet_aton(argv[1], &to.sin_addr);
    printf("PING %s: %zu data bytes\n", argv[1], sizeof packet - sizeof *icp);
    for (i = 1; i <= 3; i++) {
        struct timeval t0, t1;
        struct ip *ip = (struct ip *)in;
        struct icmphdr *r;
        ssize_t n;

        memset(packet, 0, sizeof packet);
        icp->type = ICMP_ECHO;
        icp->un.echo.id = getpid() & 0xffff;
        icp->un.echo.sequence = htons(i);
        icp->checksum = in_cksum((unsigned short *)packet, sizeof packet);
        gettimeofday(&t0, NULL);
        sendto(s, packet, sizeof packet, 0, (struct sockaddr *)&to, sizeof to);
        do {
            n = recv(s, in, sizeof in, 0);
            r = (struct icmphdr *)(in + ip->ip_hl * 4);
        } while (r->type != ICMP_ECHOREPLY || r->un.echo.id != (getpid() & 0xffff));
        gettimeofday(&t1, NULL);
        printf("%zd bytes from %s: icmp_seq=%d ttl=%d time=%.3f ms\n", n - ip->ip_hl * 4, inet_ntoa(ip->ip_src),
               ntohs(r->un.echo.sequence), ip->ip_ttl,
               (t1.tv_sec - t0.tv_sec) * 1000.0 + (t1.tv_usec - t0.tv_usec) / 1000.0);
        if (i < 3)
            sleep(1);
    }
    printf("--- %s ping statistics ---\n3 packets transmitted, 3 packets received, 0%% packet loss\n", argv[1]);
    return 0;
}
