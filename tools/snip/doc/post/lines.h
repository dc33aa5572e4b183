/*
 * The lines of a text as CommonMark counts them: ended by LF, CR LF or a CR alone. Editors, grep
 * and git count only LFs, so every line knows both its row here and the number people call it by.
 */
#ifndef SNIP_DOC_POST_LINES_H
#define SNIP_DOC_POST_LINES_H

#include <stddef.h>

#include "base/text.h"
#include "base/vec.h"

/* Where one line begins, and its 1-based number as LFs count. */
struct line_start {
    unsigned at;
    int number;
};

/* All lines of a text, in order. A text that ends in a line end has no empty line after it. */
struct line_table {
    struct line_start *v;
    size_t n, cap;
    size_t end; /* where the last line ends */
};

/*
 * Fills TABLE (empty before) with the lines of TEXT from offset FROM on, whose first line has
 * NUMBER. TEXT has less than 4 GiB. End the table with line_table_release().
 */
void line_table_fill(struct line_table *table, struct slice text, size_t from, int number);

/*
 * The bytes of line ROW (0-based), its line end included. An empty span at the end for a ROW
 * beyond.
 */
struct span line_table_span(const struct line_table *table, size_t row);

/* The number of line ROW (0-based); of the last line for a ROW beyond; 1 in an empty text. */
int line_table_number(const struct line_table *table, size_t row);

/* Frees the table; it is empty afterwards. */
void line_table_release(struct line_table *table);

/* LINE without the blanks and line ends before and behind it. */
struct slice line_trim(struct slice line);

/* The line end of LINE: "\n", "\r\n", "\r", or "" where it has none. A constant. */
const char *line_ending(struct slice line);

#endif
