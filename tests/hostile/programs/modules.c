/*
 * Loads and unloads kernel modules: none that there are, so that nothing would happen where it is permitted.
 *
 * says: init_module: (EPERM|ENOSYS)
 * says: finit_module: (EPERM|ENOSYS)
 * says: delete_module: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("init_module", syscall(SYS_init_module, NULL, 0, ""));
    tell("finit_module", syscall(SYS_finit_module, -1, "", 0));
    tell("delete_module", syscall(SYS_delete_module, "there_is_no_such_module", 0));
}
