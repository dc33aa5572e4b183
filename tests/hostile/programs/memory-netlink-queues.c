/*
 * Fills the queues of netlink sockets that never receive, which no cgroup bounds: the kernel bounds each, and the
 * limit of files how many there are.
 *
 * says: within bounds, and their number too
 * manifest: limits: { time: 60s, memory: 64M, files: 256 }
 * ends: 0 or memory or SIGKILL or processor
 */
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "queue-bounds.h"

int main(void)
{
    static char bytes[32 << 10];
    int out = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_USERSOCK), size = 1 << 30, n = 0;
    setsockopt(out, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    for (int within = 1; within && n < 300; n++) {
        struct sockaddr_nl at = { .nl_family = AF_NETLINK };
        socklen_t length = sizeof(at);
        int in = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        getsockname(in, (struct sockaddr *)&at, &length);
        lengthen_queue(in);
        while (sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at)) > 0)
            ;
        within = is_within_bounds(in);
        if (!within)
            puts("a queue is too long");
    }
    puts(n < 300 ? "within bounds, and their number too" : "there are too many");
}
