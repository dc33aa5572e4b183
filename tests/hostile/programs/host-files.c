/*
 * Opens files of the machine that are no business of a program's.
 *
 * says: /etc/shadow: (ENOENT|EACCES)
 * says: /etc/gshadow: (ENOENT|EACCES)
 * says: /etc/ssh: (ENOENT|EACCES)
 * says: /etc/machine-id: (ENOENT|EACCES)
 * says: /home/secret: (ENOENT|EACCES)
 * says: /root: (ENOENT|EACCES)
 * says: /mnt/canary/secret: (ENOENT|EACCES)
 * says: /var/log: (ENOENT|EACCES)
 * says: /var/lib: (ENOENT|EACCES)
 * says: /boot: (ENOENT|EACCES)
 * says: /sys: (ENOENT|EACCES)
 * says: /sys/fs/cgroup: (ENOENT|EACCES)
 * says: /run/systemd: (ENOENT|EACCES)
 * says: /run/docker.sock: (ENOENT|EACCES)
 */
#include <fcntl.h>

#include "hostile.h"

int main(void)
{
    static const char *const paths[] = {
        "/etc/shadow", "/etc/gshadow",   "/etc/ssh",     "/etc/machine-id", "/home/secret",
        "/root",       CANARY_FILE,      "/var/log",     "/var/lib",        "/boot",
        "/sys",        "/sys/fs/cgroup", "/run/systemd", "/run/docker.sock"
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        tell(paths[i], open(paths[i], O_RDONLY));
}
