#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void link_event(struct nlmsghdr *h)
{
    struct ifinfomsg *ifi = NLMSG_DATA(h);
    struct rtattr *a = IFLA_RTA(ifi);
    int len = IFLA_PAYLOAD(h);
    for (; RTA_OK(a, len); a = RTA_NEXT(a, len))
        if (a->rta_type == IFLA_IFNAME)
            printf("link %d %s is %s\n", ifi->ifi_index, (char *)RTA_DATA(a), ifi->ifi_flags & IFF_UP ? "up" : "down");
}

static void addr_event(struct nlmsghdr *h)
{
    struct ifaddrmsg *ifa = NLMSG_DATA(h);
    struct rtattr *a = IFA_RTA(ifa);
    int len = IFA_PAYLOAD(h);
    char text[INET6_ADDRSTRLEN];
    for (; RTA_OK(a, len); a = RTA_NEXT(a, len))
        if (a->rta_type == IFA_ADDRESS)
            printf("address %s/%d %s\n", inet_ntop(ifa->ifa_family, RTA_DATA(a), text, sizeof text),
                   ifa->ifa_prefixlen, h->nlmsg_type == RTM_NEWADDR ? "added" : "removed");
}

int main(void)
{
    struct sockaddr_nl sa = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR };
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    char buf[8192];

    if (bind(fd, (struct sockaddr *)&sa, sizeof sa)) {
        perror("bind");
        return 1;
    }
    printf("monitoring...\n");
    for (;;) {
        int len = recv(fd, buf, sizeof buf, 0);
        struct nlmsghdr *h;
        for (h = (struct nlmsghdr *)buf; NLMSG_OK(h, (unsigned)len); h = NLMSG_NEXT(h, len)) {
            if (h->nlmsg_type == RTM_NEWLINK)
                link_event(h);
            else if (h->nlmsg_type == RTM_NEWADDR || h->nlmsg_type == RTM_DELADDR)
                addr_event(h);
        }
    }
}
