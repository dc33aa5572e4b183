/*
 * Paths as texts: no file is looked at, and none needs to be there. A path is normal where it has
 * no segment that is empty or `.`, nor `..` behind another one; "." is the folder that relative
 * paths start from.
 */
#ifndef SNIP_BASE_PATH_H
#define SNIP_BASE_PATH_H

#include <stdbool.h>

/* The last segment of PATH, a part of it. */
const char *path_base(const char *path);

/* The ending of PATH's last segment, ".c", a part of PATH; "" for none, as of ".profile". */
const char *path_ending(const char *path);

/* PATH without its ending: "socket/create" of "socket/create.c". Owned by the caller. */
char *path_stem(const char *path);

/* The folder that PATH is in, as by dirname(3): "." of "a.c". Owned by the caller. */
char *path_folder(const char *path);

/*
 * Makes PATH that of the folder it is in. Returns false, and leaves it, where that would be the
 * root or the folder that it is relative to.
 */
bool path_up(char *path);

/* The part of PATH below FOLDER; NULL where it does not lie below it. Both are normal. */
const char *path_below(const char *path, const char *folder);

/* Tells whether A is B, or one of them lies below the other. Both are normal. */
bool path_meets(const char *a, const char *b);

/* Tells whether PATH is absolute, or has `..` as one of its segments. */
bool path_leaves(const char *path);

/* Tells whether a segment of PATH is hidden, as ".git" is; `.` and `..` are not. */
bool path_is_hidden(const char *path);

/* Returns "A/B", or a copy of B where A is NULL, "" or ".". Owned by the caller. */
char *path_join(const char *a, const char *b);

/*
 * NAME, relative to FOLDER, made normal and relative to what FOLDER is relative to. Owned by the
 * caller.
 */
char *path_normal(const char *folder, const char *name);

#endif
