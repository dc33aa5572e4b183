/*
 * The files that a box sees (mount_namespaces(7)). All but the first two are called by a box's
 * init, in its own mount namespace, and return false with errno set. Only async-signal-safe calls
 * are made.
 */
#ifndef SNIP_BOX_WORLD_WORLD_H
#define SNIP_BOX_WORLD_WORLD_H

#include <stdbool.h>

#include "box/spec.h"

/* Tells whether what a machine has at PATH, an absolute one, is there in a world of its own too. */
bool world_has(const char *path);

/*
 * Tells whether every world has a file of its own at PATH, an absolute one: so nothing can lie
 * below it.
 */
bool world_has_file(const char *path);

/* What SPEC puts into its world, in its order. */
struct world_files {
    int fd[BOX_MAX_FILES];    /* of a workspace its files, staged, opened with O_PATH */
    int shown[BOX_MAX_SHOWN]; /* the folders it shows: likewise, or … */
    bool tree[BOX_MAX_SHOWN]; /* … as mounts that are nowhere yet (open_tree(2)) */
};

/*
 * Opens the folders that SPEC shows: as who snip is outside, and before the world is another. TREES
 * are mounts of the folders, -1 where one was not made.
 */
bool world_open(struct world_files *files, const struct box_spec *spec, const int *trees);

/*
 * Writes SPEC's files to a file system of the box's own, once for all hosts of a lab. They are
 * found there by name: a descriptor is of no use in another mount namespace than it was opened in.
 */
bool world_stage(const struct box_spec *spec);

/* In the mount namespace that they were staged in, or a copy of it: opens FILES. */
bool world_take_staged(const struct box_spec *spec, struct world_files *files);

/*
 * Makes a world of its own, for HOST of SPEC's lab, if it has one: the machine's /usr and what
 * belongs to it, read-only; an /etc of a few files that are the same on every machine; a small
 * /dev; a folder for /proc; and /tmp, the working folder, which is empty but for SPEC's files, and
 * bounded in bytes and files. Leaves the caller in what is to be its root, the old tree still in
 * sight: a /proc can be mounted only where one is (mount_namespaces(7)).
 */
bool world_make(const struct box_spec *spec, const struct world_files *files, size_t host);

/*
 * Makes a world to compile in: /usr, /etc and /dev as above, no /proc, SPEC's files, the folders
 * that it shows, and BOX_BUILD, the one folder that can be written to. Leaves the caller as
 * world_make() does.
 */
bool world_make_build(const struct box_spec *spec, const struct world_files *files);

/* Makes the directory that the caller was left in the root, and DIRECTORY the current one. */
bool world_enter(const char *directory);

#endif
