/*
 * Takes contexts of asynchronous I/O, of which there is one number for the whole machine.
 *
 * says: io_setup: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    unsigned long context = 0;
    tell("io_setup", syscall(SYS_io_setup, 1000, &context));
}
