/*
 * Speaks with devices by the ports of the processor.
 *
 * says: iopl: (EPERM|ENOSYS)
 * says: ioperm: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
#ifdef SYS_iopl
    tell("iopl", syscall(SYS_iopl, 3));
    tell("ioperm", syscall(SYS_ioperm, 0x80, 1, 1));
#else
    puts("iopl: ENOSYS\nioperm: ENOSYS");
#endif
}
