/*
 * Files: reading them whole with a limit, replacing them so that a reader sees the old or the new
 * content and never a part, finding them in a stable order.
 */
#ifndef SNIP_BASE_FS_H
#define SNIP_BASE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

/* Returns "A/B", or a copy of B where A is NULL, "" or ".". Owned by the caller. */
char *fs_join(const char *a, const char *b);

/*
 * Makes a folder of its own in $TMPDIR, or /tmp, whose name begins with PREFIX. Its path is owned by
 * the caller, who removes it; NULL and ERR_SYSTEM where none can be made.
 */
char *fs_make_temporary(const char *prefix, struct err *err);

/* Tells whether PATH exists (a dangling symbolic link does not). */
bool fs_exists(const char *path);

/* Tells whether PATH is a directory, or a symbolic link to one. */
bool fs_is_dir(const char *path);

/*
 * Tells whether PATH was changed at or after SINCE (by its ctime, which nobody sets), or cannot be
 * looked at. SINCE is of CLOCK_REALTIME_COARSE, the clock of file times.
 */
bool fs_changed_since(const char *path, const struct timespec *since);

/*
 * What tells the file PATH from any that it may become, without reading it: path, inode, size and
 * ctime, which nobody sets. "none" where it cannot be looked at. Owned by the caller.
 */
char *fs_identity(const char *path);

/* Tells whether PATH is a symbolic link, whatever it leads to. */
bool fs_is_link(const char *path);

/* Tells whether PATH, symbolic links resolved, lies below the directory FOLDER. */
bool fs_is_below(const char *path, const char *folder);

/*
 * Reads the regular file PATH into OUT (replacing its content). Fails with ERR_SYSTEM where it
 * cannot be read, with ERR_INPUT where it is no regular file or has over MAX bytes; OUT is empty
 * then.
 */
bool fs_read(const char *path, size_t max, struct buf *out, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Makes the LEN bytes at DATA the content of PATH: written to a temporary file in the same
 * directory, fsync'd, renamed over it. A symbolic link is followed, not replaced. Mode and owner of
 * a file that was there are kept; missing directories are made. A file without any write permission
 * is refused, as its owner asked, and so is what is no regular file or a link to nothing. On
 * failure PATH is as it was. A kill in between leaves at most `.NAME.snip-new`, which the next
 * replacement of PATH removes. Two replacements of one PATH at once are the caller's to prevent.
 */
bool fs_replace(const char *path, const void *data, size_t len, struct err *err)
    __attribute__((warn_unused_result));

/* Makes the directory PATH and those above it, mode 0777 less the umask. */
bool fs_make_dirs(const char *path, struct err *err) __attribute__((warn_unused_result));

/*
 * Appends to OUT the paths, relative to DIR, of everything below it that is no directory, hidden
 * names and the copies that editors leave (`name~`) left out, sorted by bytes. Symbolic links to
 * directories are not followed. A missing DIR has no files.
 */
bool fs_list(const char *dir, struct strings *out, struct err *err)
    __attribute__((warn_unused_result));

/* Removes DIR and all below it; what cannot be removed is left. Symbolic links are not followed. */
void fs_remove_tree(const char *dir);

#endif
