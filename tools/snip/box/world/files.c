#include "box/world/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/spec.h"

bool files_put(const char *path, const char *text)
{
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

bool files_write(int fd, const void *data, size_t len)
{
    const char *at = data;
    while (len > 0) {
        ssize_t n = write(fd, at, len);
        if (n < 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

bool files_write_new(const char *path, const struct box_file *file, int64_t at)
{
    const struct timespec time = { .tv_sec = at ? at : BOX_FILE_TIME };
    const struct timespec times[] = { time, time };
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0200);
    return fd >= 0 && files_write(fd, file->data, file->len) &&
           fchmod(fd, file->executable ? 0555 : 0444) == 0 && futimens(fd, times) == 0;
}

bool files_make_above(const char *path)
{
    char part[PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        size_t n = (size_t)(slash - path);
        if (n >= sizeof(part)) {
            errno = ENAMETOOLONG;
            return false;
        }
        memcpy(part, path, n);
        part[n] = '\0';
        if (mkdir(part, 0755) < 0 && errno != EEXIST)
            return false;
    }
    return true;
}
