/*
 * With rights over its own network, takes others: mounts, namespaces, processes, the machine's settings.
 *
 * manifest: rights: [net_admin, net_raw, net_bind]
 * says: mount: EPERM
 * says: new namespaces: EPERM
 * says: a new network: EPERM
 * says: trace the init: EPERM
 * says: capset: EPERM
 * says: ambient: EPERM
 * says: inherited: EPERM
 * says: setuid: (EPERM|EINVAL)
 * says: host name: EPERM
 * says: mknod: EPERM
 * says: bpf: EPERM
 * says: core pattern: (EACCES|EPERM|EROFS)
 * says: memory of TCP for the machine: (EACCES|EPERM|ENOENT)
 * says: largest buffer of the machine: (EACCES|EPERM|ENOENT)
 * says: forced buffer: EPERM
 * says: vsock: EPERM
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "hostile.h"

static long set_capabilities(unsigned permitted, unsigned inherited)
{
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct sets[2] = { { permitted, permitted, inherited }, { 0, 0, 0 } };
    return syscall(SYS_capset, &header, sets);
}

int main(void)
{
    unsigned mine = 1U << CAP_NET_ADMIN | 1U << CAP_NET_RAW | 1U << CAP_NET_BIND_SERVICE;
    int size = 64 << 20, fd = socket(AF_INET, SOCK_DGRAM, 0);
    tell("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    tell("new namespaces", unshare(CLONE_NEWUSER | CLONE_NEWNS));
    tell("a new network", unshare(CLONE_NEWNET));
    tell("trace the init", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
    tell("capset", set_capabilities(mine | 1U << CAP_SYS_ADMIN, mine));
    tell("ambient", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0));
    tell("inherited", set_capabilities(mine, mine | 1U << CAP_SYS_PTRACE));
    tell("setuid", setuid(0));
    tell("host name", sethostname("x", 1));
    tell("mknod", mknod("/tmp/disk", S_IFBLK | 0600, makedev(8, 0)));
    tell("bpf", syscall(SYS_bpf, 0, NULL, 0));
    tell("core pattern", open("/proc/sys/kernel/core_pattern", O_WRONLY));
    tell("memory of TCP for the machine", open("/proc/sys/net/ipv4/tcp_mem", O_WRONLY));
    tell("largest buffer of the machine", open("/proc/sys/net/core/rmem_max", O_WRONLY));
    tell("forced buffer", setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)));
    tell("vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
}
