/* What the programs neighbours-*.c share. */
#ifndef NEIGHBOURS_H
#define NEIGHBOURS_H

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

/* Sends to a thousand addresses of the network that ADDRESS, a text, is on; nobody has them. */
static inline void ask_for_neighbours(const char *address)
{
    enum { NEIGHBOURS = 1000, EACH = 100 /* of one socket: what waits to be sent is its own */ };
    struct addrinfo *to, numeric = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_DGRAM };
    if (getaddrinfo(address, "9", &numeric, &to) != 0)
        return;
    char *host = to->ai_family == AF_INET
                     ? (char *)&((struct sockaddr_in *)to->ai_addr)->sin_addr + 2
                     : (char *)&((struct sockaddr_in6 *)to->ai_addr)->sin6_addr + 14;
    for (int i = 0, fd = -1; i < NEIGHBOURS; i++) {
        uint16_t number = htons((uint16_t)(256 + i));
        if (i % EACH == 0)
            fd = socket(to->ai_family, SOCK_DGRAM, 0);
        memcpy(host, &number, sizeof(number));
        sendto(fd, "", 1, MSG_DONTWAIT, to->ai_addr, to->ai_addrlen);
    }
    sleep(2);
    puts("all were asked for");
}

#endif
