/*
 * Opens a ring by which the kernel would do what no filter of system calls sees.
 *
 * says: io_uring_setup: (EPERM|ENOSYS)
 * says: io_uring_enter: (EPERM|ENOSYS)
 * says: io_uring_register: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char params[120] = { 0 };
    tell("io_uring_setup", syscall(SYS_io_uring_setup, 1, params));
    tell("io_uring_enter", syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0));
    tell("io_uring_register", syscall(SYS_io_uring_register, -1, 0, NULL, 0));
}
