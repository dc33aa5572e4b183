/*
 * Leaves by folders that it keeps open: upwards of one that was moved, of the root, by openat2(2) and O_PATH.
 *
 * says: above a moved folder: tmp
 * says: above the root: none
 * says: by openat2: (EXDEV|ENOENT|EPERM)
 * says: by a link of /proc: (ELOOP|ENOENT|EACCES)
 * says: a nameless file linked: .*
 * says: what is under a read-only file: E.*
 * says: another's name: E.*
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

static const char *what_is(int folder)
{
    struct stat here, tmp, root;
    if (fstat(folder, &here) < 0 || stat("/tmp", &tmp) < 0 || stat("/", &root) < 0)
        return "unknown";
    if (here.st_ino == tmp.st_ino && here.st_dev == tmp.st_dev)
        return "tmp";
    return here.st_ino == root.st_ino && here.st_dev == root.st_dev ? "none" : "something else";
}

int main(void)
{
    mkdir("/tmp/a", 0700);
    mkdir("/tmp/a/b", 0700);
    int kept = open("/tmp/a/b", O_PATH | O_DIRECTORY);
    rename("/tmp/a/b", "/tmp/b");
    printf("above a moved folder: %s\n", what_is(openat(kept, "..", O_PATH | O_DIRECTORY)));
    int root = open("/", O_PATH | O_DIRECTORY);
    printf("above the root: %s\n", what_is(openat(root, "../../../..", O_PATH | O_DIRECTORY)));
    struct open_how how = { .flags = O_RDONLY, .resolve = RESOLVE_BENEATH };
    tell("by openat2", syscall(SYS_openat2, kept, "../../mnt/canary/secret", &how, sizeof(how)));
    how.resolve = RESOLVE_NO_MAGICLINKS;
    tell("by a link of /proc", syscall(SYS_openat2, -1, "/proc/1/root", &how, sizeof(how)));
    int nameless = open("/dev/shm", O_TMPFILE | O_RDWR, 0600);
    tell("a nameless file linked", linkat(nameless, "", AT_FDCWD, "/tmp/linked", AT_EMPTY_PATH));
    tell("what is under a read-only file", unlink("/tmp/paths-kept"));
    tell("another's name", linkat(AT_FDCWD, "/etc/passwd", AT_FDCWD, "/tmp/passwd", 0));
}
