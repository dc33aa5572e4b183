/*
 * Makes system calls of x32, the same with another bit in their numbers, which a filter may overlook.
 *
 * says: getpid: (ENOSYS|EPERM)
 * says: mount: (ENOSYS|EPERM)
 * ends: 0 or SIGSYS
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("getpid", syscall(0x40000000L + SYS_getpid));
    tell("mount", syscall(0x40000000L + SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
}
