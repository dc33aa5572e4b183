/*
 * Regions of a source: the lines between `// region: NAME` and `// endregion`, which a post can
 * show alone. A marker is a comment that is alone on its line, of C or of another language:
 * `# region: NAME`, `<!-- region: NAME -->`. Regions may lie inside each other. The marker lines
 * themselves are never shown.
 */
#ifndef SNIP_DOC_POST_REGION_H
#define SNIP_DOC_POST_REGION_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Appends to OUT what a post shows of SOURCE, the file PATH: the region NAME dedented by what all
 * its lines are indented, or the whole file where NAME is NULL. Lines end in LF; control characters
 * are made visible (text_show()). Fails with ERR_INPUT at PATH:line where markers are unpaired,
 * overlap or are malformed, a name stands twice, or the source is not UTF-8; at PATH alone where
 * there is no region NAME, or nothing but blanks in it.
 */
bool region_show(struct buf *out, struct slice source, const char *path, const char *name,
                 struct err *err) __attribute__((warn_unused_result));

#endif
