/*
 * What a machine gives to boxes, to be asked before there is one.
 */
#ifndef SNIP_BOX_MACHINE_H
#define SNIP_BOX_MACHINE_H

#include <stdbool.h>

#include "base/err.h"

/* Tells whether what the machine has at PATH, an absolute one, is seen in every box too. */
bool machine_shares(const char *path);

/*
 * Tells whether a box has a file of its own at PATH, an absolute one: so nothing can lie below it.
 */
bool machine_is_covered(const char *path);

/* Tells whether programs can be given a terminal here; false with ERR_SYSTEM where not. */
bool machine_has_terminals(struct err *err);

/* Tells whether the devices are there that a box has; false with ERR_SYSTEM where not. */
bool machine_has_devices(struct err *err);

/* The version, 1 or 2, of the cgroups that bound memory here; 0 where none can be made. */
int machine_cgroup(void);

/* How memory is bounded by cgroups of VERSION, or for 0 without: "by a cgroup of version 1". */
const char *machine_memory_words(int version);

/* The library that makes filters of system calls, with its version. */
const char *machine_filter_library(void);

#endif
