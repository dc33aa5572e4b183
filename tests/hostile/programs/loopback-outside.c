/*
 * Connects to servers on the loopback outside the box, TCP and UDP, over IPv4 and IPv6.
 *
 * says: TCP 127.0.0.1: ECONNREFUSED
 * says: TCP ::1: ECONNREFUSED
 * says: TCP ::ffff:127.0.0.1: ECONNREFUSED
 * says: UDP 127.0.0.1: nobody answers
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static long tcp6(const char *address)
{
    struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_port = htons(CANARY_PORT) };
    inet_pton(AF_INET6, address, &at.sin6_addr);
    return connect(socket(AF_INET6, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof(at));
}

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(CANARY_PORT) };
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    tell("TCP 127.0.0.1",
         connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof(at)));
    tell("TCP ::1", tcp6("::1"));
    tell("TCP ::ffff:127.0.0.1", tcp6("::ffff:127.0.0.1"));
    sendto(socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&at, sizeof(at));
    puts("UDP 127.0.0.1: nobody answers");
}
