/*
 * Reaches for a host beside the machine: directly, through the loopback interface, by broadcast and by multicast.
 *
 * says: TCP: ENETUNREACH
 * says: UDP: ENETUNREACH
 * says: by loopback: (ENETUNREACH|EHOSTUNREACH|EPERM|EINVAL|ENODEV|done)
 * says: broadcast: ENETUNREACH
 * says: all: ENETUNREACH
 * says: multicast: (ENETUNREACH|done)
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static long send_to(const char *address, int port, int option, const void *value, socklen_t size)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((in_port_t)port) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
    inet_pton(AF_INET, address, &at.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
    if (option && setsockopt(fd, SOL_SOCKET, option, value, size) < 0)
        return -1;
    return sendto(fd, "x", 1, 0, (struct sockaddr *)&at, sizeof(at));
}

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(BESIDE_PORT) };
    inet_pton(AF_INET, BESIDE, &at.sin_addr);
    tell("TCP", connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof(at)));
    tell("UDP", send_to(BESIDE, BESIDE_PORT, 0, NULL, 0));
    tell("by loopback", send_to(BESIDE, BESIDE_PORT, SO_BINDTODEVICE, "lo", 3));
    tell("broadcast", send_to("192.0.2.255", BESIDE_PORT, 0, NULL, 0));
    tell("all", send_to("255.255.255.255", BESIDE_PORT, 0, NULL, 0));
    tell("multicast", send_to("224.0.0.251", BESIDE_PORT, 0, NULL, 0));
}
