#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

char *fs_join(const char *a, const char *b)
{
    if (!a || !*a || strcmp(a, ".") == 0)
        return mem_strdup(b);
    size_t n = strlen(a);
    return mem_printf(a[n - 1] == '/' ? "%s%s" : "%s/%s", a, b);
}

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

bool fs_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool fs_is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

bool fs_changed_since(const char *path, const struct timespec *since)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return true;
    if (st.st_ctim.tv_sec != since->tv_sec)
        return st.st_ctim.tv_sec > since->tv_sec;
    return st.st_ctim.tv_nsec >= since->tv_nsec;
}

bool fs_is_below(const char *path, const char *folder)
{
    char real[PATH_MAX], top[PATH_MAX];
    if (!realpath(path, real) || !realpath(folder, top))
        return false;
    size_t n = strlen(top);
    return strncmp(real, top, n) == 0 && (real[n] == '/' || top[n - 1] == '/');
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

bool fs_read(const char *path, size_t max, struct buf *out, struct err *err)
{
    buf_clear(out);
    /* O_NONBLOCK: a FIFO must not hang us before fstat() tells what it is. */
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat st;
    /* A UNIX socket cannot be opened at all: open(2), ENXIO. */
    bool is_socket = fd < 0 && errno == ENXIO;
    if (!is_socket && (fd < 0 || fstat(fd, &st) < 0))
        return err_sys(err, "cannot read %s", path);
    if (is_socket || !S_ISREG(st.st_mode))
        return err_at(err, ERR_INPUT, path, 0, "is not a regular file");
    bool ok = read_all(fd, path, max, out, err);
    if (!ok)
        buf_clear(out);
    return ok;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* The directory of PATH, "." for a bare name. Owned by the caller. */
static char *parent(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return mem_strdup(".");
    return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static void sync_dir(const char *dir)
{
    AUTO_CLOSE int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
}

/* Writes the new content to TEMP, with mode and owner of OLD (NULL: none). Sets errno on failure.
 */
static bool write_new(const char *temp, const void *data, size_t len, const struct stat *old)
{
    unlink(temp);
    AUTO_CLOSE int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return false;
    /* The owner first: fchown() clears set-id bits. Keeping it is best effort. */
    if (old && fchown(fd, old->st_uid, old->st_gid) < 0 && errno != EPERM)
        return false;
    if (old && fchmod(fd, old->st_mode & 07777) < 0)
        return false;
    return write_all(fd, data, len) && fsync(fd) == 0;
}

bool fs_replace(const char *path, const void *data, size_t len, struct err *err)
{
    char resolved[PATH_MAX];
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && readlink(path, resolved, sizeof(resolved)) >= 0)
        return err_at(err, ERR_SYSTEM, path, 0, "is a symbolic link to a file that is not there");
    if (there && !S_ISREG(st.st_mode))
        return err_at(err, ERR_SYSTEM, path, 0, "is not a regular file");
    if (there && !realpath(path, resolved))
        return err_sys(err, "cannot write %s", path);
    const char *target = there ? resolved : path;
    if (there && !(st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
        err_at(err, ERR_SYSTEM, path, 0, "is read-only, so it is left as it is");
        return err_hint(err, "chmod u+w %s", path);
    }
    AUTO_FREE char *dir = parent(target);
    if (!there && !fs_make_dirs(dir, err))
        return false;
    const char *slash = strrchr(target, '/');
    AUTO_FREE char *temp = mem_printf("%s/.%s.snip-new", dir, slash ? slash + 1 : target);
    if (!write_new(temp, data, len, there ? &st : NULL) || rename(temp, target) < 0) {
        int error = errno;
        unlink(temp);
        return err_at(err, ERR_SYSTEM, path, 0, "cannot be written%s: %s",
                      there ? ", and is as it was" : "", strerror(error));
    }
    sync_dir(dir);
    return true;
}

char *fs_identity(const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return mem_strdup("none");
    return mem_printf("%s %llu %lld %lld.%09ld", path, (unsigned long long)st.st_ino,
                      (long long)st.st_size, (long long)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

bool fs_make_dirs(const char *path, struct err *err)
{
    AUTO_FREE char *part = mem_strdup(path);
    for (char *p = part; *p; p++) {
        if (*p != '/' || p == part)
            continue;
        *p = '\0';
        if (mkdir(part, 0777) < 0 && errno != EEXIST)
            return err_sys(err, "cannot make the directory %s", part);
        *p = '/';
    }
    if (mkdir(part, 0777) < 0 && errno != EEXIST)
        return err_sys(err, "cannot make the directory %s", part);
    if (!fs_is_dir(part))
        return err_set(err, ERR_SYSTEM, "%s is not a directory", part);
    return true;
}

static bool list_into(const char *root, const char *below, int depth, struct strings *out,
                      struct err *err)
{
    AUTO_FREE char *path = below ? fs_join(root, below) : mem_strdup(root);
    if (depth > 32)
        return err_at(err, ERR_INPUT, path, 0, "folders are nested more than 32 deep");
    DIR *dir = opendir(path);
    if (!dir)
        return errno == ENOENT ? true : err_sys(err, "cannot read the folder %s", path);
    bool ok = true;
    for (struct dirent *e; ok && (e = readdir(dir));) {
        if (e->d_name[0] == '.' || e->d_name[strlen(e->d_name) - 1] == '~')
            continue;
        char *name = fs_join(below, e->d_name);
        AUTO_FREE char *full = fs_join(root, name);
        struct stat st;
        if (lstat(full, &st) == 0 && S_ISDIR(st.st_mode)) {
            ok = list_into(root, name, depth + 1, out, err);
            free(name);
        } else {
            strings_add(out, name);
        }
    }
    closedir(dir);
    return ok;
}

bool fs_list(const char *dir, struct strings *out, struct err *err)
{
    bool ok = list_into(dir, NULL, 0, out, err);
    strings_sort(out);
    return ok;
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
