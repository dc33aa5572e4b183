/*
 * Merge marks: the lines that git writes into a file of which it could not merge the two sides
 * (git-merge(1), "How conflicts are presented").
 *
 *     <<<<<<< HEAD
 *     one side
 *     =======
 *     the other
 *     >>>>>>> branch
 *
 * A program or YAML can have no such line. A post can: code may show one, a heading may be
 * underlined by `=======`. So of a post it counts where the line stands.
 */
#ifndef SNIP_DOC_POST_MERGE_H
#define SNIP_DOC_POST_MERGE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"

/* Whose is what CommonMark takes as it stands, code or HTML. */
enum verbatim_state {
    VERBATIM_AUTHORS, /* the author's: a whole conflict in it is what is shown there */
    VERBATIM_SNIPS,   /* snip's, and the digest tells that it is as it was written */
    VERBATIM_CHANGED, /* snip's, and something else now */
};

/* Code or HTML of a post: its first and last line, 1-based. */
struct verbatim {
    int first, last;
    enum verbatim_state state;
};

VEC_TYPE(verbatims, struct verbatim);
VEC_TYPE(line_numbers, int);

/* Where in a post CommonMark sees what, in the order of lines. */
struct merge_map {
    int body_line;                /* the first line behind the front matter */
    struct verbatims verbatims;   /* code and HTML */
    struct line_numbers dividers; /* the lines of `=======` that underline no heading */
};

/* Tells whether TEXT has a line that one of the two sides of a conflict begins or ends with. */
bool merge_seen(struct slice text);

/* Tells whether LINE divides the two sides of a conflict. */
bool merge_divides(struct slice line);

/*
 * Tells whether TEXT, the content of PATH, which is no post, is free of merge marks; else fails
 * with KIND at the line of the first.
 */
bool merge_check(const char *path, struct slice text, enum err_kind kind, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Adds each conflict in TEXT, the content of the post at PATH, to ERRS as ERR_INPUT at its first
 * line. A conflict that lies as a whole in code of the author, or in a block that is as snip wrote
 * it, is none.
 */
void merge_report(const char *path, struct slice text, const struct merge_map *map,
                  struct errs *errs);

/* Frees the lists. */
void merge_map_release(struct merge_map *map);

#endif
