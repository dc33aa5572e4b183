/*
 * Memory cgroups, one a box: the kernel itself bounds what is in one, whatever it is: memory of
 * processes, shared memory, files of tmpfs, page tables, socket buffers. Where none can be made,
 * box/watch/meter.h looks at what processes have mapped, and the rest is not bounded.
 *
 * They lie in a folder of this snip's, which it removes when it ends. What a snip that was killed
 * has left, empty as the processes of its boxes die with it, is removed by the next that makes a
 * cgroup.
 */
#ifndef SNIP_BOX_WATCH_CGROUP_H
#define SNIP_BOX_WATCH_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* A cgroup; none where path is NULL. */
struct cgroup {
    char *path;
    int folder; /* of version 2: what clone3(2) is to make a process in; else -1 */
    int tasks;  /* of version 1: where a process writes "0" to be in it; else -1 */
};

#define CGROUP_NONE                                                                                \
    {                                                                                              \
        .folder = -1, .tasks = -1                                                                  \
    }

/*
 * Makes a cgroup for a box that may have MEMORY bytes. Returns false where that is not possible on
 * this machine, which is the usual case for an ordinary user; GROUP is none then.
 */
bool cgroup_open(struct cgroup *group, uint64_t memory);

/*
 * The two parts of it. Makes this snip's folder in PARENT, a cgroup of VERSION, and sweeps what
 * other snips have left there; called once, where it returns true.
 */
bool cgroup_begin(const char *parent, int version);

/* Makes GROUP below that folder, without a limit. Returns false, GROUP being none, else. */
bool cgroup_make(struct cgroup *group) __attribute__((warn_unused_result));

/* Tells whether the kernel has killed something in GROUP because its memory was used up. */
bool cgroup_exhausted(const struct cgroup *group);

/*
 * The processor time in ms of all that is or was in GROUP, whoever waited for it; -1 where the
 * kernel does not count it there, as in version 1.
 */
long long cgroup_processor_ms(const struct cgroup *group);

/*
 * Removes this snip's folder, as exit(3) does by itself; for who ends in another way. Nothing may
 * be in its cgroups any more.
 */
void cgroup_end(void);

/* Removes GROUP, in which nothing may be left, and closes its descriptors; none is fine. */
void cgroup_close(struct cgroup *group);

/* The version, 1 or 2, of GROUP; 0 for none. */
int cgroup_version_of(const struct cgroup *group);

/* The version, 1 or 2, of the cgroups that can be made here; 0 where none can. */
int cgroup_version(void);

#endif
