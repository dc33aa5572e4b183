/* Gives loopback an address by ioctl(2), and makes a route by netlink(7). */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>

static void tell(const char *what, long result)
{
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

static int set_address(void)
{
    struct ifreq request = { .ifr_name = "lo:1" };
    struct sockaddr_in addr = { .sin_family = AF_INET };
    inet_pton(AF_INET, "192.0.2.1", &addr.sin_addr);
    memcpy(&request.ifr_addr, &addr, sizeof(addr));
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFADDR, &request);
}

static int add_route(void)
{
    struct {
        struct nlmsghdr head;
        struct rtmsg route;
        struct rtattr to;
        struct in_addr address;
        struct rtattr by;
        int index;
    } request = {
        { sizeof(request), RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 1, 0 },
        { .rtm_family = AF_INET,
          .rtm_dst_len = 32,
          .rtm_table = RT_TABLE_MAIN,
          .rtm_protocol = RTPROT_STATIC,
          .rtm_scope = RT_SCOPE_LINK,
          .rtm_type = RTN_UNICAST },
        { RTA_LENGTH(4), RTA_DST },
        { 0 },
        { RTA_LENGTH(4), RTA_OIF },
        1,
    };
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        char rest[256];
    } answer;
    inet_pton(AF_INET, "198.51.100.1", &request.address);
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (send(fd, &request, sizeof(request), 0) < 0 || recv(fd, &answer, sizeof(answer), 0) < 0)
        return -1;
    errno = -answer.error.error;
    return errno ? -1 : 0;
}

int main(void)
{
    tell("address", set_address());
    tell("route", add_route());
    tell("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    tell("raw", socket(AF_INET, SOCK_RAW, IPPROTO_UDP));
    return 0;
}
