/* A tiny tcpdump */
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int main() {
  int sock = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
  unsigned char buf[65536];
  if (sock < 0) {
    perror("socket");
    exit(1);
  }
  while (1) {
    ssize_t size = recv(sock, buf, sizeof(buf), 0);
    struct ether_header *eth = (struct ether_header *)buf;
    struct iphdr *ip = (struct iphdr *)(buf + sizeof(*eth));
    struct in_addr src, dst;
    char stamp[20], a[20], b[20];
    time_t now = time(0);
    strftime(stamp, sizeof(stamp), "%H:%M:%S", localtime(&now));
    if (ntohs(eth->ether_type) != ETHERTYPE_IP) {
      printf("%s ethertype 0x%04x, %zd bytes\n", stamp, ntohs(eth->ether_type), size);
      continue;
    }
    src.s_addr = ip->saddr;
    dst.s_addr = ip->daddr;
    snprintf(a, sizeof(a), "%s", inet_ntoa(src));
    snprintf(b, sizeof(b), "%s", inet_ntoa(dst));
    if (ip->protocol == IPPROTO_UDP) {
      struct udphdr *udp = (struct udphdr *)((unsigned char *)ip + ip->ihl * 4);
      printf("%s UDP %s:%d > %s:%d, length %d\n", stamp, a, ntohs(udp->source), b, ntohs(udp->dest), ntohs(udp->len) - 8);
    } else {
      printf("%s %s > %s, protocol %d\n", stamp, a, b, ip->protocol);
    }
  }
}
