/*
 * Sends datagrams to sockets that never receive; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL
 */
#include "udp-queues.h"

int main(void)
{
    puts(fill_udp_queues(0, 1 << 30) < 1 << 30 ? "held less" : "held 1024 MiB");
}
