/*
 * A world to look into from outside, as snip looks into a box: a process in user, pid, mount, network
 * and uts namespaces of its own, with an own /proc, an empty /tmp and loopback up. It has all
 * capabilities there, whoever runs the test.
 */
#ifndef SNIP_TESTS_WORLD_H
#define SNIP_TESTS_WORLD_H

#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

/* A world seen from outside. */
struct world {
    pid_t pid;
    int proc, diag; /* made inside */
    int channel;    /* to the process inside */
};

static inline bool world_write(const char *path, const char *text)
{
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static inline bool world_map(uid_t uid, gid_t gid)
{
    AUTO_FREE char *uids = mem_printf("0 %u 1", (unsigned)uid);
    AUTO_FREE char *gids = mem_printf("0 %u 1", (unsigned)gid);
    return world_write("/proc/self/uid_map", uids) && world_write("/proc/self/setgroups", "deny") &&
           world_write("/proc/self/gid_map", gids);
}

static inline bool world_loopback_up(void)
{
    struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &ifr) == 0;
}

/* Sends the COUNT descriptors at FDS (none: the world could not be made). */
static inline void world_send(int channel, const int *fds, size_t count)
{
    char ok = count > 0;
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = { 0 };
    struct iovec part = { &ok, 1 };
    struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
    if (count) {
        msg.msg_control = control;
        msg.msg_controllen = sizeof(control);
        struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(head), fds, count * sizeof(int));
    }
    sendmsg(channel, &msg, MSG_NOSIGNAL);
}

/* Receives the two descriptors; false where the world could not be made. */
static inline bool world_receive(struct world *world)
{
    char ok = 0;
    int fds[2];
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(fds))] = { 0 };
    struct iovec part = { &ok, 1 };
    struct msghdr msg = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
    };
    if (recvmsg(world->channel, &msg, MSG_CMSG_CLOEXEC) != 1 || !ok || !CMSG_FIRSTHDR(&msg))
        return false;
    memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fds));
    world->proc = fds[0];
    world->diag = fds[1];
    return true;
}

/* The first process inside. */
static inline void world_init(int channel, void (*inside)(int channel))
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int fds[2] = { -1, -1 };
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("proc", "/proc", "proc", 0, NULL) == 0 &&
        mount("tmpfs", "/tmp", "tmpfs", 0, NULL) == 0 && world_loopback_up()) {
        fds[0] = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        fds[1] = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    }
    bool made = fds[0] >= 0 && fds[1] >= 0;
    world_send(channel, fds, made ? 2 : 0);
    if (made) {
        close(fds[0]);
        close(fds[1]);
        inside(channel);
    }
    _exit(0);
}

/*
 * Makes a world in which INSIDE runs as pid 1, and ends all when it returns. It must use no assert.
 * Returns false where this machine does not let worlds be made.
 */
static inline bool world_start(struct world *world, void (*inside)(int channel))
{
    int ends[2];
    uid_t uid = geteuid();
    gid_t gid = getegid();
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    *world = (struct world){ .proc = -1, .diag = -1, .channel = ends[0] };
    world->pid = fork();
    if (world->pid == 0) {
        close(ends[0]);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        bool own = unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET |
                           CLONE_NEWUTS) == 0 &&
                   world_map(uid, gid);
        pid_t init = own ? fork() : -1;
        if (init == 0)
            world_init(ends[1], inside);
        if (init < 0)
            world_send(ends[1], NULL, 0);
        close(ends[1]);
        waitpid(init, NULL, 0);
        _exit(0);
    }
    close(ends[1]);
    assert_true(world->pid > 0);
    return world_receive(world);
}

/* Kills all that is in the world. */
static inline void world_end(struct world *world)
{
    if (world->pid > 0) {
        kill(world->pid, SIGKILL);
        waitpid(world->pid, NULL, 0);
    }
    fd_close_at(&world->channel);
    fd_close_at(&world->proc);
    fd_close_at(&world->diag);
    world->pid = 0;
}

#define need_world(MADE) need(MADE, "this machine does not let namespaces be made")

#endif
