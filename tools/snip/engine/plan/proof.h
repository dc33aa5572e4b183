/*
 * What snip remembers in `.snip`, a folder of the project that anybody may delete: texts that the
 * one who runs snip has written by it, and that are believed only then. What came with the
 * repository, what another user has made or could have changed, is as if it were not there.
 */
#ifndef SNIP_ENGINE_PLAN_PROOF_H
#define SNIP_ENGINE_PLAN_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Where a project keeps them. */
extern const char proof_folder[];

/* How proof_read() went. */
enum proof { PROOF_READ, PROOF_MISSING, PROOF_FOREIGN /* somebody else wrote it, or could */ };

/*
 * Reads the text PATH, of at most MAX bytes, below proof_folder into TEXT; empty unless PROOF_READ.
 */
enum proof proof_read(const char *path, size_t max, struct buf *text);

/* Writes TEXT as PATH, below proof_folder. That it cannot be written is no matter. */
void proof_write(const char *path, const char *text);

/*
 * Reports what is no plain file or folder in proof_folder, a link say; and what makes it none of
 * this project's: that it is a link itself.
 */
void proof_check(struct errs *errs);

/* Tells whether git tracks files below proof_folder, as far as the project's `.git/index` tells. */
bool proof_is_tracked(void);

#endif
