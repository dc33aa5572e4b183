/*
 * Uses the kernel's keyrings, which are those of the user outside.
 *
 * says: add_key: (EPERM|ENOSYS)
 * says: request_key: (EPERM|ENOSYS)
 * says: keyctl: (EPERM|ENOSYS)
 * says: /proc/keys: (empty|ENOENT|EACCES)
 */
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char byte;
    tell("add_key", syscall(SYS_add_key, "user", "hostile", "x", 1, KEY_SPEC_USER_KEYRING));
    tell("request_key", syscall(SYS_request_key, "user", "hostile", NULL, 0));
    tell("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1));
    int fd = open("/proc/keys", O_RDONLY);
    long n = fd < 0 ? -1 : read(fd, &byte, 1);
    if (n == 0)
        puts("/proc/keys: empty");
    else
        tell("/proc/keys", n);
}
