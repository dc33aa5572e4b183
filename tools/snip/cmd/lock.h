/*
 * The lock that keeps one snip from writing what another reads.
 */
#ifndef SNIP_CMD_LOCK_H
#define SNIP_CMD_LOCK_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Locks the project in the working directory (flock(2) on the folder) until this process ends: with
 * WRITING against all others, else against those that write. A lock that is held already is
 * changed.
 *
 * Anybody who may read the folder can hold its lock. For another snip of the same user it waits,
 * and says so; for anybody else a few seconds at most: then it fails with ERR_SYSTEM, and says who
 * it is.
 */
bool lock_project(bool writing, struct err *err) __attribute__((warn_unused_result));

#endif
