/*
 * Changes places of the root and another folder.
 *
 * says: pivot_root: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
}
