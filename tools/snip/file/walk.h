/*
 * The way to a file of the project: from the working directory, which is the project's folder, to
 * the folder that the file is in, without ever leaving the project. For file/project.h alone.
 *
 * A repository comes from anybody, and git carries symbolic links: a path by itself says nothing of
 * where it ends, nor does a look at it before it is used. So the way is walked once, and what is
 * done then is done by the descriptor of the last folder and a name that may not be a link
 * (openat(2), O_NOFOLLOW).
 */
#ifndef SNIP_FILE_WALK_H
#define SNIP_FILE_WALK_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* Where a path ended. */
struct place {
    int folder;              /* open with O_PATH; -1 for none */
    char name[NAME_MAX + 1]; /* in it, no link; "." for the project's own folder */
    bool linked;             /* a link led there */
};

#define PLACE_NONE                                                                                 \
    {                                                                                              \
        .folder = -1                                                                               \
    }

/*
 * Walks to PATH, relative to the project's folder. WITHIN is the folder of the project, a path too,
 * that symbolic links on the way below it may not lead out of, "." for all of the project; NULL
 * where no link may be on the way, nor at its end. Links are followed that are relative and lead to
 * what is not hidden. Folders that are not there are made with the mode MAKE less the umask, unless
 * that is 0.
 *
 * Whether there is something at the end is not asked. Fails with ERR_INPUT at the path of a link
 * that may not be there, with ERR_SYSTEM where a folder on the way is none or cannot be entered;
 * errno is ENOENT where one is not there, else something else. End PLACE with place_close().
 */
bool walk_to(struct place *place, const char *path, const char *within, mode_t make,
             struct err *err) __attribute__((warn_unused_result));

/* Closes PLACE. */
void place_close(struct place *place);

#endif
