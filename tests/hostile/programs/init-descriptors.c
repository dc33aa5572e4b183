/*
 * Takes the descriptors of the box's init, the way to snip among them.
 *
 * says: pidfd_getfd: none
 * says: /proc/1/fd: 0 entries
 * says: /proc/1/environ: (EACCES|EPERM|ENOENT)
 * says: /proc/1/root: (EACCES|EPERM|ENOENT)
 * says: /proc/1/cwd: (EACCES|EPERM|ENOENT)
 * says: /proc/1/exe: (EACCES|EPERM|ENOENT)
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int pidfd = (int)syscall(SYS_pidfd_open, 1, 0), taken = 0;
    char byte[16];
    for (int fd = 0; fd < 1024; fd++)
        taken += syscall(SYS_pidfd_getfd, pidfd, fd, 0) >= 0;
    printf("pidfd_getfd: %s\n", taken ? "some" : "none");
    int entries = 0;
    DIR *dir = opendir("/proc/1/fd");
    while (dir && readdir(dir))
        entries++;
    printf("/proc/1/fd: %d entries\n", entries);
    int fd = open("/proc/1/environ", O_RDONLY);
    tell("/proc/1/environ", fd < 0 ? -1 : read(fd, byte, sizeof(byte)));
    tell("/proc/1/root", open("/proc/1/root", O_RDONLY | O_DIRECTORY));
    tell("/proc/1/cwd", open("/proc/1/cwd/", O_RDONLY | O_DIRECTORY));
    tell("/proc/1/exe", open("/proc/1/exe", O_RDONLY));
}
