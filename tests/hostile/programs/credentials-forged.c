/*
 * Says over UNIX sockets that it is another: the init, root, a pid outside; and asks who its peer's process is.
 *
 * says: the init's pid: EPERM
 * says: root's uid: (EPERM|EINVAL)
 * says: root's gid: (EPERM|EINVAL)
 * says: a pid outside: (EPERM|ESRCH)
 * says: its own: done
 */
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "hostile.h"

static long say(int fd, pid_t pid, uid_t uid, gid_t gid)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } control = { .header = { CMSG_LEN(sizeof(struct ucred)), SOL_SOCKET, SCM_CREDENTIALS } };
    struct ucred who = { pid, uid, gid };
    struct iovec part = { "x", 1 };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof(control.bytes) };
    memcpy(CMSG_DATA(&control.header), &who, sizeof(who));
    return sendmsg(fd, &message, 0);
}

int main(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) < 0)
        return 1;
    tell("the init's pid", say(pair[0], 1, getuid(), getgid()));
    tell("root's uid", say(pair[0], getpid(), 0, getgid()));
    tell("root's gid", say(pair[0], getpid(), getuid(), 0));
    tell("a pid outside", say(pair[0], 4000000, getuid(), getgid()));
    tell("its own", say(pair[0], getpid(), getuid(), getgid()));
}
