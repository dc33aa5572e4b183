/*
 * With rights over its own network, reaches for the one of the machine: by routes, addresses and frames of its own.
 *
 * manifest: rights: [net_admin, net_raw, net_bind]
 * says: interfaces: lo
 * says: a route: done
 * says: to a host beside: (ETIMEDOUT|EHOSTUNREACH|EAGAIN|EINPROGRESS|ECONNREFUSED|EINVAL)
 * says: its own packet: done
 * says: its own frame: done
 * says: of the loopback outside: ECONNREFUSED
 * says: a network of a process outside: (EPERM|ENOENT|ESRCH)
 * says: heard of others: 0
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/ip.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static struct sockaddr_in address(const char *text, int port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((in_port_t)port) };
    inet_pton(AF_INET, text, &at.sin_addr);
    return at;
}

/* Sends everything over loopback, the only way there is. */
static long route_all(void)
{
    struct rtentry route = { .rt_flags = RTF_UP, .rt_dev = (char[]){ "lo" } };
    struct sockaddr_in any = address("0.0.0.0", 0);
    memcpy(&route.rt_dst, &any, sizeof(any));
    memcpy(&route.rt_genmask, &any, sizeof(any));
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCADDRT, &route);
}

static long join(const char *to, int port)
{
    struct sockaddr_in at = address(to, port);
    struct timeval second = { 1, 0 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof(second));
    return connect(fd, (struct sockaddr *)&at, sizeof(at));
}

static void make_packet(struct iphdr *packet)
{
    *packet = (struct iphdr){ .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_ICMP };
    packet->tot_len = htons(sizeof(*packet));
    inet_pton(AF_INET, BESIDE, &packet->daddr);
    inet_pton(AF_INET, "192.0.2.1", &packet->saddr);
}

static long send_packet(void)
{
    struct iphdr packet;
    struct sockaddr_in at = address(BESIDE, 0);
    make_packet(&packet);
    return sendto(socket(AF_INET, SOCK_RAW, IPPROTO_RAW), &packet, sizeof(packet), 0,
                  (struct sockaddr *)&at, sizeof(at));
}

static long send_frame(void)
{
    struct iphdr packet;
    struct sockaddr_ll at = { .sll_family = AF_PACKET,
                              .sll_protocol = htons(ETH_P_IP),
                              .sll_ifindex = 1,
                              .sll_halen = ETH_ALEN };
    memset(at.sll_addr, 0xff, ETH_ALEN);
    make_packet(&packet);
    return sendto(socket(AF_PACKET, SOCK_DGRAM, 0), &packet, sizeof(packet), 0,
                  (struct sockaddr *)&at, sizeof(at));
}

int main(void)
{
    struct if_nameindex *all = if_nameindex();
    for (size_t i = 0; all && all[i].if_index; i++)
        printf("interfaces: %s\n", all[i].if_name);
    tell("a route", route_all());
    tell("to a host beside", join(BESIDE, BESIDE_PORT));
    tell("its own packet", send_packet());
    tell("its own frame", send_frame());
    tell("of the loopback outside", join("127.0.0.1", CANARY_PORT));
    tell("a network of a process outside",
         setns(open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC), CLONE_NEWNET));
    struct pollfd ear = { socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)), POLLIN, 0 };
    printf("heard of others: %d\n", poll(&ear, 1, 500));
}
