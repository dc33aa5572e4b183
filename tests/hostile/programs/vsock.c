/*
 * Opens a socket to the host of a virtual machine, which no network namespace holds.
 *
 * says: AF_VSOCK, stream: EPERM
 * says: AF_VSOCK, datagram: EPERM
 * says: AF_VSOCK, pair: EPERM
 */
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    int pair[2];
    tell("AF_VSOCK, stream", socket(AF_VSOCK, SOCK_STREAM, 0));
    tell("AF_VSOCK, datagram", socket(AF_VSOCK, SOCK_DGRAM, 0));
    tell("AF_VSOCK, pair", socketpair(AF_VSOCK, SOCK_STREAM, 0, pair));
}
