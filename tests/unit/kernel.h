/*
 * A kernel that answers requests over NETLINK_SOCK_DIAG as it is told: a process behind a socket.
 */
#ifndef SNIP_TESTS_KERNEL_H
#define SNIP_TESTS_KERNEL_H

#include "unit.h"

#include <errno.h>
#include <linux/netlink.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Answers the request HEAD, the NUMBER-th. */
typedef void answer_fn(int fd, const struct nlmsghdr *head, int number);

static pid_t kernel; /* the process that stands in for it */

/* Returns our end of a socket behind which ANSWER stands in for the kernel. */
static inline int start_kernel(answer_fn *answer)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    kernel = fork();
    if (kernel == 0) {
        _Alignas(struct nlmsghdr) char request[512];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        for (int i = 0; recv(ends[1], request, sizeof(request), 0) > 0; i++)
            answer(ends[1], (struct nlmsghdr *)request, i);
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static inline void end_kernel(int fd)
{
    close(fd);
    waitpid(kernel, NULL, 0);
}

static inline void reply(int fd, uint32_t seq, uint16_t type, uint16_t flags, int error)
{
    struct {
        struct nlmsghdr head;
        int error;
    } end = { { sizeof(end), type, flags, seq, 0 }, error };
    send(fd, &end, sizeof(end), MSG_NOSIGNAL);
}

#endif
