/*
 * With all rights over a lab, asks for a host beside the machine by frames of its own, under addresses of its own.
 *
 * manifest: lab: { eve: { outside: 192.0.2.7/24 }, alice: { outside: 192.0.2.9/24 } }
 * manifest: run: { it: { on: eve, source: lab-rights-outside.c } }
 * manifest: rights: { it: [net_admin, net_raw, net_bind] }
 * says: as the machine: done
 * says: as the host beside: done
 * says: who has: done
 * says: a new hardware address: done
 * says: heard of others: 0
 * says: a network of a process outside: (EPERM|ENOENT|ESRCH)
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static long set_address(const char *text)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    struct ifreq request = { .ifr_name = "outside" };
    inet_pton(AF_INET, text, &at.sin_addr);
    memcpy(&request.ifr_addr, &at, sizeof(at));
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFADDR, &request);
}

static long set_hardware(void)
{
    struct ifreq request = { .ifr_name = "outside",
                             .ifr_hwaddr = { ARPHRD_ETHER, { 2, 0, 0, 9, 9, 9 } } };
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFHWADDR, &request);
}

/* An ARP request for BESIDE (RFC 826). */
static long ask(int fd)
{
    struct sockaddr_ll at = { .sll_family = AF_PACKET,
                              .sll_protocol = htons(ETH_P_ARP),
                              .sll_ifindex = (int)if_nametoindex("outside"),
                              .sll_halen = ETH_ALEN };
    struct ether_arp request = { .ea_hdr = { htons(ARPHRD_ETHER), htons(ETH_P_IP), ETH_ALEN, 4,
                                             htons(ARPOP_REQUEST) } };
    memset(at.sll_addr, 0xff, ETH_ALEN);
    inet_pton(AF_INET, "192.0.2.7", request.arp_spa);
    inet_pton(AF_INET, BESIDE, request.arp_tpa);
    return sendto(fd, &request, sizeof(request), 0, (struct sockaddr *)&at, sizeof(at));
}

/* How many frames of others come within a second. */
static int hear(int fd)
{
    struct sockaddr_ll from;
    socklen_t size = sizeof(from);
    char frame[2048];
    int heard = 0;
    for (struct pollfd ready = { fd, POLLIN, 0 }; poll(&ready, 1, 1000) > 0; size = sizeof(from))
        if (recvfrom(fd, frame, sizeof(frame), 0, (struct sockaddr *)&from, &size) > 0)
            heard += from.sll_pkttype != PACKET_OUTGOING &&
                     from.sll_ifindex == (int)if_nametoindex("outside");
    return heard;
}

int main(void)
{
    int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
    tell("as the machine", set_address("192.0.2.1"));
    tell("as the host beside", set_address(BESIDE));
    tell("who has", ask(fd));
    tell("a new hardware address", set_hardware());
    printf("heard of others: %d\n", hear(fd));
    tell("a network of a process outside", setns(open("/proc/1/ns/net", O_RDONLY), CLONE_NEWNET));
}
