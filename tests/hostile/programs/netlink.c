/*
 * Speaks with parts of the kernel that know no network namespace, or filter for all of it.
 *
 * says: audit: (EPERM|EPROTONOSUPPORT|ECONNREFUSED|EACCES)
 * says: multicast of uevents: (EPERM|EPROTONOSUPPORT|nothing comes)
 * says: forging uevents: (EPERM|EPROTONOSUPPORT|ECONNREFUSED)
 * says: netfilter: (EPERM|EPROTONOSUPPORT)
 */
#include <linux/audit.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "hostile.h"

/* Sends a request of TYPE with a body of 4 zero bytes; returns -1 and errno for what the kernel answers. */
static long ask(int protocol, int type)
{
    struct {
        struct nlmsghdr header;
        unsigned body;
    } request = { { sizeof(request), (unsigned short)type, NLM_F_REQUEST | NLM_F_ACK, 1, 0 }, 0 };
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    int fd = socket(AF_NETLINK, SOCK_RAW, protocol);
    if (fd < 0 || send(fd, &request, sizeof(request), 0) < 0 ||
        recv(fd, &answer, sizeof(answer), 0) < 0)
        return -1;
    errno = -answer.error.error;
    return errno ? -1 : 0;
}

int main(void)
{
    struct sockaddr_nl all = { .nl_family = AF_NETLINK, .nl_groups = 1 };
    char bytes[64];
    tell("audit", ask(NETLINK_AUDIT, AUDIT_GET));
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (fd < 0 || bind(fd, (struct sockaddr *)&all, sizeof(all)) < 0)
        tell("multicast of uevents", -1);
    else if (recv(fd, bytes, sizeof(bytes), 0) < 0)
        puts("multicast of uevents: nothing comes");
    else
        puts("multicast of uevents: some come");
    tell("forging uevents", sendto(fd, "add@/x", 7, 0, (struct sockaddr *)&all, sizeof(all)));
    tell("netfilter", ask(NETLINK_NETFILTER, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWTABLE));
}
