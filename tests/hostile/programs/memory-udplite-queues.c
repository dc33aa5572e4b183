/*
 * Sends datagrams of UDP-Lite to sockets that never receive; 400 MiB at most.
 *
 * needs: cgroup
 * never: held [234]\d\d MiB
 * manifest: limits: { time: 60s, memory: 64M }
 * ends: 0 or memory or files or SIGKILL
 */
#include <unistd.h>

#include "udp-queues.h"

int main(void)
{
    size_t held = fill_udp_queues(IPPROTO_UDPLITE, 400 << 20);
    sleep(1);
    printf("held %zu MiB\n", held >> 20);
}
