/*
 * Takes over page faults, with which races in the kernel are won.
 *
 * says: userfaultfd: (EPERM|ENOSYS)
 * says: userfaultfd of its own faults: (EPERM|ENOSYS)
 * says: /dev/userfaultfd: (ENOENT|EACCES)
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("userfaultfd", syscall(SYS_userfaultfd, 0));
    tell("userfaultfd of its own faults", syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY));
    tell("/dev/userfaultfd", open("/dev/userfaultfd", O_RDWR));
}
