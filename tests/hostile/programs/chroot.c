/*
 * Changes its root, the first step of an old way out.
 *
 * says: chroot: (EPERM|ENOSYS)
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("chroot", chroot("/tmp"));
}
