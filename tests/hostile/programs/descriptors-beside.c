/*
 * Has as many descriptors in flight as it gets, which the kernel counts by user, while other snippets are run.
 *
 * setup: for i in {0..9}; do echo 'int main(void) { return 0; }' >snippets/other$i.c; done
 * snip: update
 */
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static long send_some(int out)
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
    memset(CMSG_DATA(&control.header), 0, 100 * sizeof(int));
    return sendmsg(out, &message, MSG_DONTWAIT);
}

int main(void)
{
    int pair[2];
    for (int i = 0; i < 400 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0; i++)
        while (send_some(pair[0]) > 0)
            continue;
    sleep(1);
}
