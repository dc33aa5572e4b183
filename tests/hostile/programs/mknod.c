/*
 * Makes device files of the machine's disk and memory.
 *
 * says: a disk: EPERM
 * says: memory: EPERM
 * says: a terminal: EPERM
 */
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "hostile.h"

int main(void)
{
    tell("a disk", mknod("/tmp/disk", S_IFBLK | 0600, makedev(8, 0)));
    tell("memory", mknod("/tmp/memory", S_IFCHR | 0600, makedev(1, 1)));
    tell("a terminal", mknod("/dev/shm/terminal", S_IFCHR | 0600, makedev(4, 1)));
}
