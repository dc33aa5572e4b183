/*
 * Writes to system folders: makes, changes, links and removes.
 *
 * says: in /: (EROFS|EACCES)
 * says: in /usr/bin: (EROFS|EACCES)
 * says: in /etc: (EROFS|EACCES)
 * says: in /usr/lib: (EROFS|EACCES)
 * says: in /dev: (EROFS|EACCES)
 * says: in /var: (EROFS|EACCES)
 * says: over /usr/bin/env: (EROFS|EACCES|ETXTBSY)
 * says: over /etc/hosts: (EROFS|EACCES)
 * says: over /etc/passwd: (EROFS|EACCES)
 * says: over /etc/ld.so.cache: (EROFS|EACCES)
 * says: chmod /usr/bin/env: (EROFS|EPERM)
 * says: unlink /etc/hosts: (EROFS|EACCES)
 * says: rename /usr: (EROFS|EACCES|EBUSY|EXDEV)
 * says: rename /tmp: (EROFS|EACCES|EBUSY|EXDEV)
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char *const folders[] = { "/", "/usr/bin", "/etc", "/usr/lib", "/dev", "/var" };
    static const char *const files[] = { "/usr/bin/env", "/etc/hosts", "/etc/passwd",
                                         "/etc/ld.so.cache" };
    char text[64];
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
        snprintf(text, sizeof(text), "%s/hostile", folders[i]);
        int fd = open(text, O_CREAT | O_WRONLY, 0600);
        snprintf(text, sizeof(text), "in %s", folders[i]);
        tell(text, fd);
    }
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        snprintf(text, sizeof(text), "over %s", files[i]);
        tell(text, open(files[i], O_WRONLY));
    }
    tell("chmod /usr/bin/env", chmod("/usr/bin/env", 04755));
    tell("unlink /etc/hosts", unlink("/etc/hosts"));
    tell("rename /usr", rename("/usr", "/tmp/usr"));
    tell("rename /tmp", rename("/tmp", "/tmq"));
}
