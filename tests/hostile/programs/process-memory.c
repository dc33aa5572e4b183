/*
 * Reads and writes the memory of the box's init.
 *
 * says: process_vm_readv: (EPERM|ENOSYS)
 * says: process_vm_writev: (EPERM|ENOSYS)
 * says: /proc/1/mem: (EACCES|EPERM|ENOENT)
 * says: /proc/1/maps: (EACCES|EPERM|ENOENT)
 * says: process_madvise: (EPERM|ENOSYS|EACCES|ESRCH|EBADF)
 * says: kcmp: (EPERM|ENOSYS)
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char byte;
    struct iovec ours = { &byte, 1 }, theirs = { (void *)main, 1 };
    char maps[16];
    tell("process_vm_readv", process_vm_readv(1, &ours, 1, &theirs, 1, 0));
    tell("process_vm_writev", process_vm_writev(1, &ours, 1, &theirs, 1, 0));
    tell("/proc/1/mem", open("/proc/1/mem", O_RDWR));
    int fd = open("/proc/1/maps", O_RDONLY);
    tell("/proc/1/maps", fd < 0 ? -1 : read(fd, maps, sizeof(maps)));
    int pidfd = (int)syscall(SYS_pidfd_open, 1, 0);
    tell("process_madvise", syscall(SYS_process_madvise, pidfd, &theirs, 1, MADV_COLD, 0));
    tell("kcmp", syscall(SYS_kcmp, getpid(), 1, 0, 0, 0));
}
