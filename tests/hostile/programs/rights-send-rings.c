/*
 * With rights over its own network, has rings made to send from, which are charged to nobody; 1 GiB at most.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 10s, memory: 128M }
 * manifest: rights: [net_raw, net_admin]
 * ends: 0 or memory or files or SIGKILL
 */
#include <linux/if_packet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    size_t held = 0;
    int version = TPACKET_V2;
    struct tpacket_req ring = {
        .tp_block_size = 1 << 22, .tp_block_nr = 8, .tp_frame_size = 1 << 16, .tp_frame_nr = 8 * 64
    };
    while (held < 1 << 30) {
        int fd = socket(AF_PACKET, SOCK_DGRAM, 0);
        setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version));
        if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &ring, sizeof(ring)) < 0)
            break;
        held += (size_t)ring.tp_block_size * ring.tp_block_nr;
    }
    sleep(2);
    printf("held %zu MiB\n", held >> 20);
}
