/*
 * A folder outside the project for what compilers produce, gone when snip ends. What a killed snip
 * left is removed by the next one.
 */
#ifndef SNIP_ENGINE_SCRATCH_H
#define SNIP_ENGINE_SCRATCH_H

#include <stdbool.h>

#include "base/err.h"

/* The folder; the lock is held as long as it is in use. */
struct scratch {
    char *path;
    int lock;
};

/*
 * Makes a new folder, mode 0700, below $TMPDIR or /tmp, and removes those of the same user that no
 * process uses any more. Fails with ERR_SYSTEM.
 */
bool scratch_init(struct scratch *scratch, struct err *err) __attribute__((warn_unused_result));

/* Makes the folder NUMBER within it and returns its path, owned by the caller; NULL with
 * ERR_SYSTEM. */
char *scratch_folder(const struct scratch *scratch, unsigned number, struct err *err);

/* Removes the folder and all below it. */
void scratch_release(struct scratch *scratch);

#endif
