/*
 * The files of the project, and the only way to them: nothing else in snip opens, makes or removes
 * one by its path (tests/lint/door.t). Paths are relative to the working directory, the project's
 * folder.
 *
 * A repository may come from a stranger, so whatever is at a path is not taken for what it should
 * be. No way leads out of the project (file/walk.h). Only plain files are read, of a size that is
 * asked for, without waiting for a FIFO or touching a device. A file is replaced within its folder,
 * by a new one that nobody could know the name of.
 *
 * WITHIN, in all of these, is the folder that symbolic links may not lead out of: "." for the
 * project, "snippets"; NULL where a link has no business at all. A link that may not be there is
 * ERR_INPUT at its path.
 */
#ifndef SNIP_FILE_PROJECT_H
#define SNIP_FILE_PROJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

/* What is at a path. */
enum project_kind {
    PROJECT_NONE,
    PROJECT_FILE,
    PROJECT_FOLDER,
    PROJECT_OTHER, /* a FIFO, a socket, a device, a link that may not be there or leads nowhere */
};

/* Tells what is at PATH; links are followed as for reading. */
enum project_kind project_kind(const char *path, const char *within);

/* Tells whether somebody may execute the file PATH. */
bool project_is_executable(const char *path, const char *within);

/*
 * Reads the plain file PATH into OUT, replacing its content. Fails with ERR_SYSTEM where it cannot
 * be read, with ERR_INPUT where it is no plain file or has over MAX bytes; OUT is empty then.
 */
bool project_read(const char *path, const char *within, size_t max, struct buf *out,
                  struct err *err) __attribute__((warn_unused_result));

/*
 * As project_read(), with no links, but only what the one who runs snip has made and nobody else
 * can write: file and folder are theirs, and no group or others may write to them.
 */
bool project_read_own(const char *path, size_t max, struct buf *out, struct err *err)
    __attribute__((warn_unused_result));

/* Tells whether the file PATH holds TEXT. */
bool project_holds(const char *path, const char *within, const struct buf *text);

/*
 * Appends to FILES the paths, relative to FOLDER, of everything below it that is no folder, sorted
 * by bytes; hidden names and the copies that editors leave (`name~`) are left out. What is no plain
 * file either, links and the like, goes to OTHERS unless that is NULL. Links below FOLDER are not
 * followed. A missing FOLDER has no files. Fails with ERR_INPUT where folders are nested more than
 * 32 deep, have paths of over 3072 bytes, or over 100,000 names.
 */
bool project_list(const char *folder, const char *within, struct strings *files,
                  struct strings *others, struct err *err) __attribute__((warn_unused_result));

/* How project_write() is to write. */
enum project_writing {
    PROJECT_REPLACE, /* over what is there, which must be as it was read */
    PROJECT_CREATE,  /* only where nothing is there */
    PROJECT_KEEP, /* as REPLACE, of what can be made anew: for its user alone, no disk waited for */
};

/*
 * Makes the LEN bytes at DATA the content of PATH: written to a new file in the same folder, which
 * then takes its name (rename(2)), so that a reader sees the old or the new content and never a
 * part. BEFORE is what was read of it; where it is something else by now, nothing is written. NULL:
 * that is not asked. Mode and owner of a file that was there are kept; missing folders are made. A
 * link is followed within WITHIN, not replaced. A file without any write permission is refused, as
 * its owner asked, and so is what is no plain file.
 *
 * On failure PATH is as it was. A kill in between leaves at most `.NAME.snip-XXXXXX`, which the
 * next replacement in that folder removes. Two at once are the caller's to prevent.
 */
bool project_write(const char *path, const char *within, enum project_writing how,
                   const struct buf *before, const void *data, size_t len, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Removes PATH, a file or an empty folder; that nothing is there is no failure. No links are
 * followed.
 */
bool project_remove(const char *path, struct err *err) __attribute__((warn_unused_result));

/*
 * Opens the project's folder itself, for a lock. Returns the descriptor, the caller's, or -1 and
 * errno.
 */
int project_open(void);

/*
 * Opens the folder PATH, made with MODE where it is missing, for a lock; no links. As
 * project_open().
 */
int project_open_folder(const char *path, unsigned mode, struct err *err);

/*
 * The path in the project of the machine's PATH, links resolved. Owned by the caller; NULL where it
 * lies elsewhere, or is not there.
 */
char *project_path_of(const char *path);

/* Tells whether the machine's PATH, without links, is in the project, or the project in it. */
bool project_meets(const char *path);

#endif
