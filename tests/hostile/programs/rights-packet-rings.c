/*
 * With the right to packet sockets, has the kernel make rings for them, which it charges to nobody: no limit
 * keeps them small, and they go with the box; 512 MiB at most.
 *
 * manifest: limits: { time: 60s }
 * manifest: rights: [net_raw]
 * ends: 0 or memory or files or SIGKILL
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    size_t held = 0;
    struct tpacket_req ring = { .tp_block_size = 1 << 20,
                                .tp_block_nr = 64,
                                .tp_frame_size = 1 << 16,
                                .tp_frame_nr = 64 * 16 };
    while (held < 512 << 20) {
        int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
        if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof(ring)) < 0)
            break;
        held += (size_t)ring.tp_block_size * ring.tp_block_nr;
    }
    printf("held %zu MiB\n", held >> 20);
}
