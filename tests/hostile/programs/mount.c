/*
 * Mounts, by the old and by the new system calls.
 *
 * says: tmpfs: (EPERM|ENOSYS)
 * says: bind: (EPERM|ENOSYS)
 * says: fsopen: (EPERM|ENOSYS)
 * says: open_tree: (EPERM|ENOSYS)
 * says: move_mount: (EPERM|ENOSYS)
 */
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("tmpfs", mount("none", "/tmp", "tmpfs", 0, NULL));
    tell("bind", mount("/usr", "/tmp", NULL, MS_BIND, NULL));
    tell("fsopen", syscall(SYS_fsopen, "tmpfs", 0));
    tell("open_tree", syscall(SYS_open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE));
    tell("move_mount", syscall(SYS_move_mount, AT_FDCWD, "/usr", AT_FDCWD, "/tmp", 0));
}
