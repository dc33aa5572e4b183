/*
 * A guardian: a process that outlives snip however it ends, by SIGKILL too, and removes what would be
 * left of it. It is started when there is something to guard, and waits for nothing but snip's end.
 */
#ifndef SNIP_SYS_GUARD_H
#define SNIP_SYS_GUARD_H

/*
 * The cgroup at PATH, absolute, is to be removed with those below it when snip has ended; what is in
 * them is killed.
 */
void guard_cgroup(const char *path);

/*
 * Kills what is in the cgroup at PATH and those below it, and removes them. What cannot be removed
 * within a second is left.
 */
void guard_remove_cgroup(const char *path);

#endif
