/*
 * With the right to raw sockets, sends each of many that never receive datagrams of its own; 400 MiB at most.
 *
 * never: held 4\d\d MiB
 * manifest: limits: { time: 10s, memory: 64M }
 * manifest: rights: [net_raw]
 * ends: 0 or memory or files or SIGKILL
 */
#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static char bytes[60000];
    int size = 1 << 30, out = socket(AF_INET, SOCK_DGRAM, 0);
    size_t held = 0;
    for (unsigned n = 1; held < 400 << 20; n++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9) };
        unsigned memory[SK_MEMINFO_VARS] = { 0 };
        socklen_t length = sizeof(memory);
        int in = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
        at.sin_addr.s_addr = htonl(0x7f010000 + n);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        setsockopt(in, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
        for (int i = 0; i < 200; i++)
            sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at));
        getsockopt(in, SOL_SOCKET, SO_MEMINFO, memory, &length);
        held += memory[SK_MEMINFO_RMEM_ALLOC];
    }
    sleep(1);
    printf("held %zu MiB\n", held >> 20);
}
