/*
 * Gives the host another name.
 *
 * says: sethostname: (EPERM|ENOSYS)
 * says: setdomainname: (EPERM|ENOSYS)
 * says: /proc/sys/kernel/hostname: (EACCES|EPERM|EROFS|ENOENT)
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("sethostname", sethostname("hostile", 7));
    tell("setdomainname", setdomainname("hostile", 7));
    tell("/proc/sys/kernel/hostname", open("/proc/sys/kernel/hostname", O_WRONLY));
}
