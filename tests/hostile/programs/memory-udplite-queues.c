/*
 * Sends datagrams of UDP-Lite to sockets that never receive; 400 MiB at most.
 *
 * never: held [234]\d\d MiB
 * manifest: limits: { time: 10s, memory: 64M }
 * ends: 0 or memory or files or SIGKILL
 */
#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static char bytes[32 << 10];
    int out = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE), size = 1 << 30;
    size_t held = 0;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int sockets = 0; held < 400 << 20 && sockets < 30000; sockets++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9000 + sockets) };
        int in = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);
        unsigned memory[SK_MEMINFO_VARS] = { 0 };
        socklen_t length = sizeof(memory);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        setsockopt(in, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
        /* What does not fit is lost without an error. */
        for (int i = 0; i < 32; i++)
            sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at));
        getsockopt(in, SOL_SOCKET, SO_MEMINFO, memory, &length);
        held += memory[SK_MEMINFO_RMEM_ALLOC];
    }
    sleep(1);
    printf("held %zu MiB\n", held >> 20);
}
