/*
 * Sends a packet round between two routers of a lab that each hold the other to be the way.
 *
 * manifest: lab: { a: { lan: 10.0.1.1/24, forward: true, via: 10.0.1.2 }, b: { lan: 10.0.1.2/24, forward: true, via: 10.0.1.1 } }
 * manifest: run: { it: { on: a, source: lab-loop.c } }
 * says: done 64 times
 */
#include <arpa/inet.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), ttl = 255, n = 0;
    inet_pton(AF_INET, "10.0.9.9", &at.sin_addr);
    setsockopt(fd, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
    for (int i = 0; i < 64; i++)
        n += sendto(fd, "x", 1, 0, (struct sockaddr *)&at, sizeof(at)) == 1;
    printf("done %d times\n", n);
}
