/*
 * Fills the queues of netlink sockets that never receive; 400 MiB at most.
 *
 * never: held [234]\d\d MiB
 * manifest: limits: { time: 10s, memory: 64M }
 * ends: 0 or memory or files or SIGKILL
 */
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static char bytes[32 << 10];
    size_t held = 0;
    int out = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_USERSOCK), size = 1 << 30;
    setsockopt(out, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    while (held < 400 << 20) {
        struct sockaddr_nl at = { .nl_family = AF_NETLINK };
        unsigned memory[SK_MEMINFO_VARS] = { 0 };
        socklen_t length = sizeof(at);
        int in = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        getsockname(in, (struct sockaddr *)&at, &length);
        setsockopt(in, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
        while (sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at)) > 0)
            ;
        length = sizeof(memory);
        getsockopt(in, SOL_SOCKET, SO_MEMINFO, memory, &length);
        held += memory[SK_MEMINFO_RMEM_ALLOC];
    }
    sleep(2);
    printf("held %zu MiB\n", held >> 20);
}
