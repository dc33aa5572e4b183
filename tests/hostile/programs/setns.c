/*
 * Enters the namespaces of the box's init, by their files and by its pidfd.
 *
 * says: entered: 0
 * says: pidfd: (EPERM|ENOSYS)
 */
#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char *const kinds[] = {
        "user", "mnt", "net", "pid", "ipc", "uts", "cgroup", "time"
    };
    static const char *const of[] = { "1", "self" };
    int entered = 0;
    for (size_t i = 0; i < 2 * sizeof(kinds) / sizeof(*kinds); i++) {
        char path[64];
        snprintf(path, sizeof(path), "/proc/%s/ns/%s", of[i % 2], kinds[i / 2]);
        int fd = open(path, O_RDONLY);
        entered += fd >= 0 && setns(fd, 0) == 0;
    }
    printf("entered: %d\n", entered);
    tell("pidfd", setns((int)syscall(SYS_pidfd_open, 1, 0), CLONE_NEWNS | CLONE_NEWNET));
}
