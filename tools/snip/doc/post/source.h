/*
 * A file before anything is known of what it says: whether its bytes are text at all, and of a post
 * where the front matter at its head ends, which is YAML.
 */
#ifndef SNIP_DOC_POST_SOURCE_H
#define SNIP_DOC_POST_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

/*
 * Tells whether TEXT, the content of the file at PATH, is UTF-8 without NUL. Fails with ERR_INPUT
 * at PATH:line and HINT.
 */
bool source_is_text(const char *path, struct slice text, const char *hint, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Tells whether TEXT, the content of the post at PATH, is UTF-8 without NUL and of a size that a
 * parser can take (1 GiB); if not, the first offence is added to ERRS as ERR_INPUT at PATH:line.
 */
bool source_check(const char *path, struct slice text, struct errs *errs)
    __attribute__((warn_unused_result));

/* How the head of a post looks. */
enum front_state {
    FRONT_NONE,   /* no front matter */
    FRONT_CLOSED, /* front matter, ended by a line of its own */
    FRONT_OPEN,   /* its first line is there, its last is not */
};

/*
 * Finds where the CommonMark of TEXT begins, by Jekyll's rule: after a byte order mark and, where
 * the first line is `---`, after the next line that is `---` or `...`; blanks may follow on either
 * line. Sets *BODY to the offset, and *NUMBER to the 1-based number of the line there. With
 * FRONT_OPEN both are as if there were no front matter.
 */
enum front_state front_matter(struct slice text, size_t *body, int *number);

#endif
