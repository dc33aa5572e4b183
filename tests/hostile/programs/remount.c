/*
 * Makes read-only mounts writable again, or takes them away.
 *
 * says: remount /: (EPERM|ENOSYS)
 * says: remount /usr: (EPERM|ENOSYS)
 * says: remount /etc/hosts: (EPERM|ENOSYS)
 * says: mount_setattr: (EPERM|ENOSYS)
 * says: umount /usr: (EPERM|ENOSYS)
 * says: umount /tmp: (EPERM|ENOSYS)
 * says: umount /proc: (EPERM|ENOSYS)
 */
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct mount_attr writable = { .attr_clr = MOUNT_ATTR_RDONLY };
    tell("remount /", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
    tell("remount /usr", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
    tell("remount /etc/hosts", mount(NULL, "/etc/hosts", NULL, MS_REMOUNT | MS_BIND, NULL));
    tell("mount_setattr",
         syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &writable, sizeof(writable)));
    tell("umount /usr", umount2("/usr", MNT_DETACH));
    tell("umount /tmp", umount2("/tmp", MNT_DETACH));
    tell("umount /proc", umount2("/proc", MNT_DETACH));
}
