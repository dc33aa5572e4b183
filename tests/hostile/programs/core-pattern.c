/*
 * Has the kernel run a program of its choice, as root, when a process dies.
 *
 * says: core_pattern: (EACCES|EROFS|EPERM|ENOENT)
 * says: modprobe: (EACCES|EROFS|EPERM|ENOENT)
 * says: hotplug: (EACCES|EROFS|EPERM|ENOENT)
 * says: binfmt_misc: (EACCES|EROFS|EPERM|ENOENT)
 * ends: SIGABRT
 */
#include <fcntl.h>
#include <stdlib.h>

#include "hostile.h"

int main(void)
{
    tell("core_pattern", open("/proc/sys/kernel/core_pattern", O_WRONLY));
    tell("modprobe", open("/proc/sys/kernel/modprobe", O_WRONLY));
    tell("hotplug", open("/proc/sys/kernel/hotplug", O_WRONLY));
    tell("binfmt_misc", open("/proc/sys/fs/binfmt_misc/register", O_WRONLY));
    abort();
}
