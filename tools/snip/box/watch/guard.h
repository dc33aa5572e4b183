/*
 * A guardian: a process that outlives snip however it ends, by SIGKILL too, and removes what would be
 * left of it. It is started when there is something to guard, and waits for nothing but snip's end.
 */
#ifndef SNIP_BOX_WATCH_GUARD_H
#define SNIP_BOX_WATCH_GUARD_H

#include <stdbool.h>

/*
 * Marks the cgroup at PATH, which the caller has just made, as snip's: what bears no mark is somebody
 * else's, whatever its name, and neither killed nor removed. Returns false with errno set where the
 * kernel takes none: nobody could remove what was left of such a one.
 */
bool guard_mark(const char *path) __attribute__((warn_unused_result));

/* Tells whether the cgroup at PATH bears that mark, and is this user's. */
bool guard_is_marked(const char *path);

/*
 * The cgroup at PATH, absolute, is to be removed with those below it when snip has ended; what is in
 * them is killed.
 */
void guard_cgroup(const char *path);

/*
 * Kills what is in the cgroup at PATH and those below it, and removes them, as far as they are marked.
 * What cannot be removed within a second is left.
 */
void guard_remove_cgroup(const char *path);

#endif
