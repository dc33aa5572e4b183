/*
 * With rights over its own network, has rings made to send from, which are charged to nobody: no limit
 * keeps them small, and they go with the box; 512 MiB at most.
 *
 * manifest: limits: { time: 60s, memory: 128M }
 * manifest: rights: [net_raw, net_admin]
 * ends: 0 or memory or files or SIGKILL
 */
#include <linux/if_packet.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    size_t held = 0;
    int version = TPACKET_V2;
    struct tpacket_req ring = {
        .tp_block_size = 1 << 22, .tp_block_nr = 8, .tp_frame_size = 1 << 16, .tp_frame_nr = 8 * 64
    };
    while (held < 512 << 20) {
        int fd = socket(AF_PACKET, SOCK_DGRAM, 0);
        setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version));
        if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &ring, sizeof(ring)) < 0)
            break;
        held += (size_t)ring.tp_block_size * ring.tp_block_nr;
    }
    printf("held %zu MiB\n", held >> 20);
}
