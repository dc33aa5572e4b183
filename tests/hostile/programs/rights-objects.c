/*
 * With the right over its own network, makes interfaces and routes without end.
 *
 * manifest: limits: { time: 2s }
 * manifest: rights: [net_admin]
 * ends: time or memory or SIGKILL
 */
#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sys/socket.h>

#include "hostile.h"

/* A request with room for attributes. */
struct request {
    struct nlmsghdr head;
    union {
        struct ifinfomsg link;
        struct rtmsg route;
    } body;
    char rest[64];
};

static void add(struct request *request, unsigned short type, const void *data, unsigned short size)
{
    struct rtattr *attr = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->head.nlmsg_len));
    attr->rta_type = type;
    attr->rta_len = (unsigned short)RTA_LENGTH(size);
    memcpy(RTA_DATA(attr), data, size);
    request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) + RTA_ALIGN(attr->rta_len);
}

static long ask(int fd, struct request *request)
{
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        char rest[256];
    } answer;
    request->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    if (send(fd, request, request->head.nlmsg_len, 0) < 0 ||
        recv(fd, &answer, sizeof(answer), 0) < 0)
        return -1;
    errno = -answer.error.error;
    return errno ? -1 : 0;
}

static long make_link(int fd)
{
    static const struct {
        struct rtattr kind;
        char name[4];
    } veth = { { sizeof(veth), IFLA_INFO_KIND }, "veth" };
    struct request request = { .head = { NLMSG_LENGTH(sizeof(struct ifinfomsg)), RTM_NEWLINK, 0, 1,
                                         0 } };
    add(&request, IFLA_LINKINFO, &veth, sizeof(veth));
    return ask(fd, &request);
}

static long make_route(int fd, unsigned number)
{
    struct request request = { .head = { NLMSG_LENGTH(sizeof(struct rtmsg)), RTM_NEWROUTE, 0, 1,
                                         0 } };
    unsigned to = htonl(0x0a000000 + number), loopback = 1;
    request.body.route = (struct rtmsg){ .rtm_family = AF_INET,
                                         .rtm_dst_len = 32,
                                         .rtm_table = RT_TABLE_MAIN,
                                         .rtm_protocol = RTPROT_STATIC,
                                         .rtm_scope = RT_SCOPE_LINK,
                                         .rtm_type = RTN_UNICAST };
    add(&request, RTA_DST, &to, sizeof(to));
    add(&request, RTA_OIF, &loopback, sizeof(loopback));
    return ask(fd, &request);
}

int main(void)
{
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (tell("an interface", make_link(fd)) && tell("a route", make_route(fd, 0)))
        for (unsigned i = 1;; i++)
            if (make_route(fd, i) < 0 || (i % 64 == 0 && make_link(fd) < 0))
                break;
    tell("all that", -1);
}
