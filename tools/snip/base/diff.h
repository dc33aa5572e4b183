/*
 * Unified diffs of texts, line by line (Myers, "An O(ND) Difference Algorithm and Its Variations",
 * 1986).
 */
#ifndef SNIP_BASE_DIFF_H
#define SNIP_BASE_DIFF_H

#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Appends the hunks that turn OLD into NEW, each headed by `@@ -L,N +L,N @@`, with CONTEXT equal
 * lines around a change. Line numbers start at FIRST_LINE, so that they can be those of a file the
 * texts are a part of. Nothing is appended where the texts are equal. Control characters are shown
 * escaped.
 */
void diff_unified(struct buf *out, struct slice old, struct slice new, int first_line, int context);

#endif
