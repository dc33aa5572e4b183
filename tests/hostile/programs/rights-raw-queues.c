/*
 * With the right to raw sockets, sends each of many that never receive datagrams of its own, which no
 * cgroup bounds; the kernel bounds each queue, and the limit of files how many there are.
 *
 * says: within bounds, and their number too
 * manifest: limits: { time: 60s, memory: 64M, files: 256 }
 * manifest: rights: [net_raw]
 * ends: 0 or memory or SIGKILL
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "queue-bounds.h"

int main(void)
{
    static char bytes[60000];
    int out = socket(AF_INET, SOCK_DGRAM, 0), n = 1;
    for (int within = 1; within && n < 300; n++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9) };
        int in = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
        at.sin_addr.s_addr = htonl(0x7f010000 + (unsigned)n);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        lengthen_queue(in);
        for (int i = 0; i < 200; i++)
            sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at));
        within = is_within_bounds(in);
        if (!within)
            puts("a queue is too long");
    }
    puts(n < 300 ? "within bounds, and their number too" : "there are too many");
}
