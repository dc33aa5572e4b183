/* What programs share that leave datagrams at sockets which never receive. */
#ifndef UDP_QUEUES_H
#define UDP_QUEUES_H

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "hostile.h"

/* Fills sockets of PROTOCOL, as many as can be had, until they hold MOST bytes. Returns how many they hold. */
static inline size_t fill_udp_queues(int protocol, size_t most)
{
    static char bytes[32 << 10];
    int out = socket(AF_INET, SOCK_DGRAM, protocol), size = 1 << 30;
    size_t held = 0;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int sockets = 0; held < most && sockets < 30000; sockets++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9000 + sockets) };
        int in = socket(AF_INET, SOCK_DGRAM, protocol);
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
    return held;
}

#endif
