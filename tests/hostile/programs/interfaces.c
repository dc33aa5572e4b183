/*
 * Changes its network: brings interfaces down, adds addresses, routes and new ones, by ioctl(2) and by netlink.
 *
 * says: SIOCSIFFLAGS: EPERM
 * says: SIOCSIFADDR: EPERM
 * says: SIOCADDRT: EPERM
 * says: RTM_NEWLINK: EPERM
 * says: interfaces: lo
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/route.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "hostile.h"

static long new_link(void)
{
    struct {
        struct nlmsghdr header;
        struct ifinfomsg link;
        struct nlattr info;
        struct nlattr kind;
        char name[8];
    } request = { { sizeof(request), RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 1, 0 },
                  { .ifi_family = AF_UNSPEC },
                  { sizeof(struct nlattr) * 2 + 8, IFLA_LINKINFO },
                  { sizeof(struct nlattr) + 6, IFLA_INFO_KIND },
                  "dummy" };
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (send(fd, &request, sizeof(request), 0) < 0 || recv(fd, &answer, sizeof(answer), 0) < 0)
        return -1;
    errno = -answer.error.error;
    return errno ? -1 : 0;
}

int main(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq lo = { .ifr_name = "lo", .ifr_flags = 0 };
    struct rtentry route = { .rt_flags = RTF_UP, .rt_dev = "lo" };
    struct sockaddr_in at = { .sin_family = AF_INET };
    tell("SIOCSIFFLAGS", ioctl(fd, SIOCSIFFLAGS, &lo));
    inet_pton(AF_INET, "192.0.2.2", &at.sin_addr);
    memcpy(&lo.ifr_addr, &at, sizeof(at));
    tell("SIOCSIFADDR", ioctl(fd, SIOCSIFADDR, &lo));
    at.sin_addr.s_addr = 0;
    memcpy(&route.rt_dst, &at, sizeof(at));
    memcpy(&route.rt_genmask, &at, sizeof(at));
    tell("SIOCADDRT", ioctl(fd, SIOCADDRT, &route));
    tell("RTM_NEWLINK", new_link());
    printf("interfaces:");
    struct if_nameindex *all = if_nameindex();
    for (struct if_nameindex *each = all; each && each->if_name; each++)
        printf(" %s", each->if_name);
    puts("");
}
