/*
 * Restarts the machine: with numbers that mean nothing, so that nothing would happen where it is permitted.
 *
 * says: reboot: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("reboot", syscall(SYS_reboot, 0, 0, 0, NULL));
}
