/*
 * Changes its own program, which lies outside: writes, cuts, removes, replaces, makes it set-user-ID.
 *
 * says: open: (ETXTBSY|EROFS|EACCES)
 * says: truncate: (ETXTBSY|EROFS|EACCES)
 * says: chmod: (EROFS|EPERM)
 * says: unlink: (EBUSY|EROFS|EACCES|EPERM)
 * says: rename over it: (EBUSY|EROFS|EACCES|EXDEV|EPERM)
 * says: link: (EXDEV|EROFS|EPERM|EACCES)
 * says: utimes: (EROFS|EACCES|EPERM)
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char path[256] = "";
    if (readlink("/proc/self/exe", path, sizeof(path) - 1) < 0)
        return 1;
    tell("open", open("/proc/self/exe", O_WRONLY));
    tell("truncate", truncate(path, 0));
    tell("chmod", chmod(path, 06777));
    tell("unlink", unlink(path));
    close(open("other", O_CREAT | O_WRONLY, 0600));
    tell("rename over it", rename("other", path));
    tell("link", link(path, "linked"));
    tell("utimes", utimes(path, NULL));
}
