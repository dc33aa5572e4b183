/*
 * Loads another kernel: none, so that nothing would happen where it is permitted.
 *
 * says: kexec_load: (EPERM|ENOSYS)
 * says: kexec_file_load: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("kexec_load", syscall(SYS_kexec_load, 0, 0, NULL, ~0UL));
    tell("kexec_file_load", syscall(SYS_kexec_file_load, -1, -1, 0, "", ~0UL));
}
