/*
 * A table of answers: what a program printed of each cell of it, set in columns. The site makes the
 * same of it (_plugins/article/table.rb).
 *
 * The program prints lines of cells that a TAB divides. The first has the names: of the knobs that
 * were turned, and last of the answer. Each other line is one answer, with what the knobs stood at
 * before it. Blanks at the ends of a cell do not count. Each row of the table is what all knobs but
 * the last stood at; the last goes across, and has an answer in each row.
 */
#ifndef SNIP_ENGINE_TRUTH_TABLE_H
#define SNIP_ENGINE_TRUTH_TABLE_H

#include "base/buf.h"

enum { TABLE_MOST_LINES = 400 /* more of them nobody reads */ };

/*
 * Why OUTPUT is no table, as a sentence about what printed it: "has 2 cells in line 3, …". Owned by
 * the caller; NULL where it is one.
 */
char *table_wrong(const char *output);

/* Appends the table that OUTPUT is; table_wrong() has nothing against it. */
void table_show(struct buf *out, const char *output);

#endif
