/*
 * Takes the flow labels of IPv6 (RFC 6437), of which the machine has one table for all networks: by each of many
 * sockets as many as it gets.
 *
 * says: one: EPERM
 * says: all: 0
 * says: upper half: EPERM
 * says: another option: done
 */
#include <linux/in6.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

enum { SOCKETS = 200, LABELS = 64 };

static int lease(int fd)
{
    struct in6_flowlabel_req request = { .flr_action = IPV6_FL_A_GET,
                                         .flr_share = IPV6_FL_S_EXCL,
                                         .flr_flags = IPV6_FL_F_CREATE,
                                         .flr_expires = 6 };
    request.flr_dst.s6_addr[15] = 1;
    return setsockopt(fd, IPPROTO_IPV6, IPV6_FLOWLABEL_MGR, &request, sizeof(request));
}

int main(void)
{
    int taken = 0, on = 1, fd = socket(AF_INET6, SOCK_DGRAM, 0);
    tell("one", lease(fd));
    for (int i = 0; i < SOCKETS; i++) {
        int other = socket(AF_INET6, SOCK_DGRAM, 0);
        for (int n = 0; n < LABELS && lease(other) == 0; n++)
            taken++;
    }
    printf("all: %d\n", taken);
    tell("upper half", syscall(SYS_setsockopt, fd, IPPROTO_IPV6 | 1L << 32,
                               IPV6_FLOWLABEL_MGR | 1L << 32, NULL, 0));
    tell("another option", setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)));
}
