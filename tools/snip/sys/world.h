/*
 * The files a box sees (mount_namespaces(7)). All but world_has() is called by a box's init, in its
 * own mount namespace, and returns false with errno set. Only async-signal-safe calls are made.
 */
#ifndef SNIP_SYS_WORLD_H
#define SNIP_SYS_WORLD_H

#include <stdbool.h>

#include "sys/protocol.h"

/* Of a snippet: 64 files of its folder, 64 that its manifest places, 32 programs. */
enum { WORLD_MAX_FILES = 160 };

/* Tells whether what a machine has at PATH, an absolute one, is there in a world of its own too. */
bool world_has(const char *path);

/* SPEC's files, opened with O_PATH, in its order. */
struct world_files {
    int fd[WORLD_MAX_FILES];
};

/* Opens SPEC's files: as who snip is outside, and before the world is another. */
bool world_open(struct world_files *files, const struct box_spec *spec);

/*
 * Makes a world of its own: the machine's /usr and what belongs to it, read-only; an /etc of a few
 * files that are the same on every machine; a small /dev; a folder for /proc; and /tmp, the working
 * folder, which is empty but for SPEC's files, and bounded in bytes and files. Leaves the caller in
 * what is to be its root, the old tree still in sight: a /proc can be mounted only where one is
 * (mount_namespaces(7)).
 */
bool world_make(const struct box_spec *spec, const struct world_files *files);

/* Makes the directory that world_make() left the caller in the root, and /tmp the current one. */
bool world_enter(void);

/*
 * The machine's own tree, read-only but for the folder spec->writable, with a small /dev. Leaves the
 * caller in spec->directory, which is open as DIRECTORY (-1: none; then in /).
 */
bool world_keep(const struct box_spec *spec, int directory);

#endif
