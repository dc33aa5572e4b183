#include "file/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"

char *fs_make_temporary(const char *prefix, struct err *err)
{
    const char *tmp = getenv("TMPDIR");
    AUTO_FREE char *path = mem_printf("%s/%sXXXXXX", tmp && tmp[0] == '/' ? tmp : "/tmp", prefix);
    if (mkdtemp(path))
        return steal(&path);
    err_sys(err, "cannot make the folder %s", path);
    err_hint(err, "set TMPDIR to a folder that you may write to");
    return NULL;
}

bool fs_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool fs_is_program(const char *path)
{
    return access(path, X_OK) == 0 && !fs_is_dir(path);
}

bool fs_owner(const char *path, uid_t *user)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    *user = there ? st.st_uid : 0;
    return there;
}

char *fs_real(const char *path)
{
    return realpath(path, NULL);
}

bool fs_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool fs_is_public(const char *path)
{
    struct stat st;
    AUTO_FREE char *above = mem_strdup(path);
    while (path_up(above))
        if (stat(above, &st) < 0 || !(st.st_mode & S_IXOTH))
            return false;
    return true;
}

static bool read_all(int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
    for (;;) {
        buf_reserve(out, 1 << 16);
        ssize_t n = read(fd, out->s + out->len, 1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_sys(err, "cannot read %s", path);
        if (n == 0)
            break;
        out->len += (size_t)n;
        if (out->len > max)
            return err_at(err, ERR_INPUT, path, 0, "is larger than %zu bytes", max);
    }
    out->s[out->len] = '\0';
    return true;
}

bool fs_read_open(int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
    struct stat st;
    buf_clear(out);
    if (fstat(fd, &st) < 0)
        return err_sys(err, "cannot read %s", path);
    if (!S_ISREG(st.st_mode))
        return err_at(err, ERR_INPUT, path, 0, "is not a regular file");
    /* A file with a hole of 20 GiB is not read to find out that it is too large. */
    if (st.st_size > 0 && (uintmax_t)st.st_size > max)
        return err_at(err, ERR_INPUT, path, 0, "is larger than %zu bytes", max);
    bool ok = read_all(fd, path, max, out, err);
    if (!ok)
        buf_clear(out);
    return ok;
}

bool fs_read(const char *path, size_t max, struct buf *out, struct err *err)
{
    buf_clear(out);
    /* O_NONBLOCK: a FIFO must not hang us before fstat() tells what it is. */
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    /* A UNIX socket cannot be opened at all: open(2), ENXIO. */
    if (fd < 0 && errno == ENXIO)
        return err_at(err, ERR_INPUT, path, 0, "is not a regular file");
    return fd < 0 ? err_sys(err, "cannot read %s", path) : fs_read_open(fd, path, max, out, err);
}

bool fs_read_small(int folder, const char *name, char *text, size_t size)
{
    AUTO_CLOSE int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

char *fs_identity(const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return mem_strdup("none");
    return mem_printf("%s %llu %lld %lld.%09ld", path, (unsigned long long)st.st_ino,
                      (long long)st.st_size, (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    remove(path);
    return 0;
}

void fs_remove_tree(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
