/* What programs share that keep descriptors in messages under way. */
#ifndef IN_FLIGHT_H
#define IN_FLIGHT_H

#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

/* Sends FD over SOCKET and closes it. Returns whether it was sent. */
static inline int send_away(int socket, int fd)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = { .header = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
    struct iovec part = { "x", 1 };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof(control.bytes) };
    memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
    ssize_t n = sendmsg(socket, &message, MSG_DONTWAIT);
    close(fd);
    return n == 1;
}

#endif
