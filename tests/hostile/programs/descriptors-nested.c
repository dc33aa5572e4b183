/*
 * Descriptors in flight within sockets in flight, many deep: the kernel has to undo it.
 *
 * says: undone
 */
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int inner[2], outer[2];
    for (int round = 0; round < 20; round++) {
        if (socketpair(AF_UNIX, SOCK_DGRAM, 0, inner) < 0)
            return 1;
        for (int depth = 0; depth < 200; depth++) {
            union {
                struct cmsghdr header;
                char bytes[CMSG_SPACE(2 * sizeof(int))];
            } control = { .header = { CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
            struct iovec part = { "x", 1 };
            struct msghdr message = { .msg_iov = &part,
                                      .msg_iovlen = 1,
                                      .msg_control = control.bytes,
                                      .msg_controllen = sizeof(control.bytes) };
            if (socketpair(AF_UNIX, SOCK_DGRAM, 0, outer) < 0)
                return 1;
            memcpy(CMSG_DATA(&control.header), inner, sizeof(inner));
            sendmsg(outer[0], &message, MSG_DONTWAIT);
            close(inner[0]);
            close(inner[1]);
            memcpy(inner, outer, sizeof(inner));
        }
        close(inner[0]);
        close(inner[1]);
    }
    puts("undone");
}
