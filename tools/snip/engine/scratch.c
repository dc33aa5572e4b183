#include "engine/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"

static const char *temporary_folder(void)
{
    const char *tmp = getenv("TMPDIR");
    return tmp && tmp[0] == '/' ? tmp : "/tmp";
}

static int lock_folder(const char *path)
{
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
        return -1;
    return fd_steal(&fd);
}

/* Removes the folders below TMP whose names begin with PREFIX, that are ours and that nobody has
 * locked. */
static void sweep(const char *tmp, const char *prefix)
{
    DIR *dir = opendir(tmp);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));) {
        if (!text_starts(e->d_name, prefix))
            continue;
        AUTO_FREE char *path = fs_join(tmp, e->d_name);
        struct stat st;
        AUTO_CLOSE int lock = lock_folder(path);
        if (lock >= 0 && fstat(lock, &st) == 0 && st.st_uid == geteuid())
            fs_remove_tree(path);
    }
    closedir(dir);
}

bool scratch_init(struct scratch *scratch, struct err *err)
{
    const char *tmp = temporary_folder();
    AUTO_FREE char *prefix = mem_printf("snip-%u-", (unsigned)geteuid());
    *scratch = (struct scratch){ .lock = -1 };
    sweep(tmp, prefix);
    AUTO_FREE char *path = mem_printf("%s/%sXXXXXX", tmp, prefix);
    /* Another snip that starts now may sweep the folder before it is locked: then make another. */
    for (int tries = 0; tries < 100; tries++) {
        memcpy(path + strlen(path) - 6, "XXXXXX", 6);
        if (!mkdtemp(path)) {
            err_sys(err, "cannot make a folder in %s", tmp);
            return err_hint(err, "set TMPDIR to a folder that you may write to");
        }
        scratch->lock = lock_folder(path);
        if (scratch->lock >= 0 && fs_is_dir(path)) {
            scratch->path = steal(&path);
            return true;
        }
        fd_close_at(&scratch->lock);
    }
    return err_set(err, ERR_SYSTEM, "cannot keep a folder in %s", tmp);
}

char *scratch_folder(const struct scratch *scratch, unsigned number, struct err *err)
{
    AUTO_FREE char *path = mem_printf("%s/%u", scratch->path, number);
    if (mkdir(path, 0700) < 0 && errno != EEXIST) {
        err_sys(err, "cannot make the folder %s", path);
        return NULL;
    }
    return steal(&path);
}

void scratch_release(struct scratch *scratch)
{
    if (scratch->path)
        fs_remove_tree(scratch->path);
    fd_close_at(&scratch->lock);
    free(scratch->path);
    *scratch = (struct scratch){ .lock = -1 };
}
