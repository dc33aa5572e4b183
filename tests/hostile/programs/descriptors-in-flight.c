/*
 * Holds more descriptors than a process may, by sending them to itself and not receiving them.
 *
 * says: in flight: (ETOOMANYREFS|EMFILE|EAGAIN|ENOMEM|EPERM)
 * says: fewer than 100000: yes
 * ends: 0 or files or memory
 */
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static int send_some(int out, int fd)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(100 * sizeof(int))];
    } control = { .header = { CMSG_LEN(100 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
    struct iovec part = { "x", 1 };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof(control.bytes) };
    for (int i = 0; i < 100; i++)
        memcpy(CMSG_DATA(&control.header) + i * (int)sizeof(int), &fd, sizeof(fd));
    return (int)sendmsg(out, &message, MSG_DONTWAIT);
}

int main(void)
{
    int n = 0, pair[2], full = -1;
    while (n < 100000) {
        if ((full = socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) < 0)
            break;
        while (n < 100000 && (full = send_some(pair[0], 0)) > 0)
            n += 100;
        if (full < 0 && errno != EAGAIN)
            break;
    }
    tell("in flight", full);
    printf("fewer than 100000: %s\n", n < 100000 ? "yes" : "no");
}
