#include "box/step.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/fs.h"

const char *box_step_name(enum box_step step)
{
    static const char *const names[BOX_STEPS] = {
        [BOX_CLONE] = "namespaces of its own",
        [BOX_IDENTITY] = "an identity map",
        [BOX_HOSTS] = "the networks of a lab",
        [BOX_MOUNTS] = "a file system of its own",
        [BOX_PROC] = "a /proc of its own",
        [BOX_NETWORK] = "a loopback interface",
        [BOX_LIMITS] = "its limits",
        [BOX_FILTER] = "a filter of system calls",
        [BOX_FORK] = "a process",
        [BOX_EXEC] = "a program",
    };
    return names[step];
}

static bool file_says(const char *path, const char *value)
{
    char text[16];
    return fs_read_small(AT_FDCWD, path, text, sizeof(text)) &&
           strncmp(text, value, strlen(value)) == 0 && text[strlen(value)] == '\n';
}

/* For BOX_HOSTS. */
static const char *lab_mend(int error)
{
    if (error == EOPNOTSUPP)
        return "sudo modprobe -a veth bridge, on the host of a container; a kernel without "
               "CONFIG_VETH "
               "and CONFIG_BRIDGE has no labs";
    if (error == ENOSPC)
        return "a lab takes a network namespace for each host and up to two more: "
               "sudo sysctl user.max_net_namespaces=15000";
    if (error == EROFS)
        return "/proc/sys is read-only here: docker run --security-opt systempaths=unconfined";
    if (error == EPERM || error == EACCES || error == ENOSYS)
        return "in a container, allow namespaces: docker run --security-opt seccomp=unconfined "
               "--security-opt apparmor=unconfined";
    return NULL;
}

/* What to do on a machine where STEP fails with ERROR (errno); NULL where nothing is known. */
static const char *mend_of(enum box_step step, int error)
{
    static const struct {
        const char *path, *mend;
    } limits[] = {
        { "/proc/sys/user/max_user_namespaces", "sudo sysctl user.max_user_namespaces=15000" },
        { "/proc/sys/user/max_pid_namespaces", "sudo sysctl user.max_pid_namespaces=15000" },
        { "/proc/sys/user/max_mnt_namespaces", "sudo sysctl user.max_mnt_namespaces=15000" },
        { "/proc/sys/user/max_net_namespaces", "sudo sysctl user.max_net_namespaces=15000" },
        { "/proc/sys/user/max_ipc_namespaces", "sudo sysctl user.max_ipc_namespaces=15000" },
        { "/proc/sys/user/max_uts_namespaces", "sudo sysctl user.max_uts_namespaces=15000" },
        { "/proc/sys/user/max_cgroup_namespaces", "sudo sysctl user.max_cgroup_namespaces=15000" },
    };
    for (size_t i = 0; i < COUNT(limits); i++)
        if (file_says(limits[i].path, "0"))
            return limits[i].mend;
    if (file_says("/proc/sys/kernel/unprivileged_userns_clone", "0") && geteuid() != 0)
        return "sudo sysctl kernel.unprivileged_userns_clone=1";
    if (file_says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1") && geteuid() != 0)
        return "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    if (step == BOX_CLONE && error == ENOSPC)
        return "too many namespaces are in use: raise the limits that `sysctl user` shows";
    if (step == BOX_CLONE && (error == EPERM || error == ENOSYS))
        return "in a container, allow namespaces: docker run --security-opt seccomp=unconfined "
               "--security-opt apparmor=unconfined --security-opt systempaths=unconfined; "
               "in a chroot they cannot be made";
    if (error == EFBIG)
        return "files may not be that large here: raise the limit that `ulimit -f` shows";
    if (error == EAGAIN)
        return "this user may have no more processes: raise the limit that `ulimit -u` shows";
    if (step == BOX_HOSTS)
        return lab_mend(error);
    if (step == BOX_PROC && error == EPERM)
        return "/proc is masked here: docker run --security-opt systempaths=unconfined";
    if (step == BOX_MOUNTS && error == ENOENT)
        return "/dev lacks devices: for a chroot, sudo mount --rbind /dev CHROOT/dev";
    if (step == BOX_MOUNTS && error == ENOSYS)
        return "mount_setattr(2) is needed: Linux 5.12 or later, and in a container "
               "docker run --security-opt seccomp=unconfined";
    if (step == BOX_FILTER)
        return "seccomp(2) is needed: a kernel with CONFIG_SECCOMP_FILTER, and in a container "
               "docker run --security-opt seccomp=unconfined";
    if (step < BOX_FORK && (error == EPERM || error == EACCES))
        return "a security module forbids it: docker run --security-opt apparmor=unconfined, "
               "or see `dmesg` for which";
    return NULL;
}

bool box_step_error(struct err *err, enum box_step step, const char *place, int error)
{
    if (step == BOX_EXEC)
        err_set(err, ERR_SYSTEM, "a program cannot be executed: %s", strerror(error));
    else
        err_set(err, ERR_SYSTEM, "cannot run programs in a box: %s%s%s: %s", box_step_name(step),
                place ? ": " : "", place ? place : "", strerror(error));
    const char *mend = mend_of(step, error);
    if (mend)
        err_hint(err, "%s", mend);
    return false;
}
