/*
 * Makes the system calls that are for the machine's administrator, with arguments that mean nothing.
 *
 * says: acct: (EPERM|ENOSYS)
 * says: swapon: (EPERM|ENOSYS)
 * says: swapoff: (EPERM|ENOSYS)
 * says: syslog: (EPERM|ENOSYS)
 * says: vhangup: (EPERM|ENOSYS)
 * says: quotactl: (EPERM|ENOSYS)
 * says: fanotify_init: (EPERM|ENOSYS)
 * says: lookup_dcookie: (EPERM|ENOSYS)
 * says: migrate_pages: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char bytes[16];
    tell("acct", syscall(SYS_acct, "/there/is/none"));
    tell("swapon", syscall(SYS_swapon, "/there/is/none", 0));
    tell("swapoff", syscall(SYS_swapoff, "/there/is/none"));
    tell("syslog", syscall(SYS_syslog, 3, bytes, sizeof(bytes)));
    tell("vhangup", syscall(SYS_vhangup));
    tell("quotactl", syscall(SYS_quotactl, 0x800003 << 8, NULL, 0, NULL));
    tell("fanotify_init", syscall(SYS_fanotify_init, 0, 0));
    tell("lookup_dcookie", syscall(SYS_lookup_dcookie, 0UL, bytes, sizeof(bytes)));
    tell("migrate_pages", syscall(SYS_migrate_pages, 1, 0, NULL, NULL));
}
