/*
 * What /proc and the clocks say of the machine, hidden from the programs of a box (proc(5),
 * time_namespaces(7)). All is called by a box's init, and only async-signal-safe calls are made.
 */
#ifndef SNIP_BOX_WORLD_PROCFS_H
#define SNIP_BOX_WORLD_PROCFS_H

#include <stdbool.h>

#include "box/world/elsewhere.h"

/*
 * Writes what is to be seen in place of the machine's own into the empty folder PATH, over which
 * /proc is mounted afterwards; in WORLD, NULL for the usual one, it says other things. Returns a
 * descriptor of the folder, to be closed by the caller, or -1 with errno set.
 */
int procfs_prepare(const char *path, const struct elsewhere *world);

/*
 * Mounts that over the files and folders of /proc which tell of the machine, as far as this kernel
 * has them. FOLDER is from procfs_prepare(); what it lies on must be read-only by now, as the
 * mounts take that from it. Returns false with errno set on failure.
 */
bool procfs_cover(int folder);

/*
 * Sets the clocks that count from the machine's start (CLOCK_MONOTONIC, CLOCK_BOOTTIME) to one
 * hour, or what it is in WORLD, for all children of the caller. Where the kernel has no time
 * namespaces, or allows none, they stay the machine's.
 */
void procfs_begin_time(const struct elsewhere *world);

#endif
