/*
 * Connects to a UNIX socket outside that has an abstract name, and sends to it.
 *
 * says: stream: ECONNREFUSED
 * says: datagram: ECONNREFUSED
 */
#include <sys/socket.h>
#include <sys/un.h>

#include "hostile.h"

int main(void)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    socklen_t size = sizeof(sa_family_t) + sizeof(CANARY_NAME);
    memcpy(at.sun_path + 1, CANARY_NAME, sizeof(CANARY_NAME) - 1);
    tell("stream", connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&at, size));
    tell("datagram", connect(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *)&at, size));
}
