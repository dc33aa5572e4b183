/*
 * Opens a file of the machine by detours: above the root, through /proc, by a link, by a new folder of /dev/fd.
 *
 * says: up: ENOENT
 * says: /proc/self/root: ENOENT
 * says: /proc/self/cwd: ENOENT
 * says: a link: ENOENT
 * says: openat2: ENOENT
 * says: /proc/1/root: (EACCES|EPERM|ENOENT)
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

#define SECRET "/mnt/canary/secret"

int main(void)
{
    struct open_how how = { .flags = O_RDONLY };
    tell("up", open("../../../../../../../../mnt/canary/secret", O_RDONLY));
    tell("/proc/self/root", open("/proc/self/root"
                                 "/../../.." SECRET,
                                 O_RDONLY));
    tell("/proc/self/cwd", open("/proc/self/cwd/../../../../mnt/canary/secret", O_RDONLY));
    tell("a link", symlink("/../../mnt/canary/secret", "link") < 0 ? -1 : open("link", O_RDONLY));
    tell("openat2", syscall(SYS_openat2, AT_FDCWD, "../../mnt/canary/secret", &how, sizeof(how)));
    tell("/proc/1/root", open("/proc/1/root" SECRET, O_RDONLY));
}
