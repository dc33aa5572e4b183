/*
 * Files of the machine. Those of the project are file/project.h's alone.
 */
#ifndef SNIP_FILE_FS_H
#define SNIP_FILE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "file/fs.h"

/*
 * Makes a folder of its own in $TMPDIR, or /tmp, whose name begins with PREFIX. Its path is owned
 * by the caller, who removes it; NULL and ERR_SYSTEM where none can be made.
 */
char *fs_make_temporary(const char *prefix, struct err *err);

/* Tells whether PATH exists (a dangling symbolic link does not). */
bool fs_exists(const char *path);

/* Tells whether PATH is a directory, or a symbolic link to one. */
bool fs_is_dir(const char *path);

/* Tells whether PATH is a file that the caller may execute. */
bool fs_is_program(const char *path);

/* Sets *USER to the owner of PATH. Returns false where it is not there. */
bool fs_owner(const char *path, uid_t *user);

/* PATH with links resolved (realpath(3)). Owned by the caller; NULL where it is not there. */
char *fs_real(const char *path);

/* Tells whether everybody may enter each folder above PATH, an absolute path without links. */
bool fs_is_public(const char *path);

/*
 * What tells the file PATH from any that it may become, without reading it: path, inode, size and
 * ctime, which nobody sets. "none" where it cannot be looked at. Owned by the caller.
 */
char *fs_identity(const char *path);

/*
 * Reads the regular file PATH into OUT (replacing its content). Fails with ERR_SYSTEM where it
 * cannot be read, with ERR_INPUT where it is no regular file or has over MAX bytes; OUT is empty
 * then.
 */
bool fs_read(const char *path, size_t max, struct buf *out, struct err *err)
    __attribute__((warn_unused_result));

/* As fs_read(), of what FD is open on; PATH is how messages name it. */
bool fs_read_open(int fd, const char *path, size_t max, struct buf *out, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Reads the start of NAME, as openat(2) finds it from FOLDER, into TEXT of SIZE bytes: of a file of
 * the kernel's in /proc, /sys or a cgroup all that there is. Returns whether there is any; TEXT is
 * "" where not. Async-signal-safe.
 */
bool fs_read_small(int folder, const char *name, char *text, size_t size);

/* Removes DIR and all below it; what cannot be removed is left. Symbolic links are not followed. */
void fs_remove_tree(const char *dir);

#endif
