/*
 * Directives: what the comments of snip in a post say, word by word.
 *
 *     <!-- snip KIND TARGET[#REGION] [KEY=VALUE]… -->      opens a block
 *     <!-- /snip [DIGEST] -->                              closes it
 *
 * Where a comment must stand to be a directive is not known here: see doc/post/post.h.
 * The site, which is rendered without snip, has a pattern of what is right here in
 * _plugins/article/directive.rb; tests/md/site.t holds that it is the same.
 */
#ifndef SNIP_DOC_POST_DIRECTIVE_H
#define SNIP_DOC_POST_DIRECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"
#include "doc/post/block.h"

/* Which of the two a comment is, by its first word. */
enum directive_role {
    DIRECTIVE_NONE, /* somebody else's comment */
    DIRECTIVE_OPEN,
    DIRECTIVE_CLOSE,
};

/*
 * One comment in a piece of HTML: offsets of its `<!--` and behind its `-->`, and what is between.
 */
struct comment {
    size_t from, to;
    struct slice content;
    bool closed; /* false: no `-->` follows, the comment takes all that is left */
};

/*
 * Finds the next comment of HTML at or behind offset *AT and moves *AT behind it; false: none is
 * left.
 */
bool comment_next(struct slice html, size_t *at, struct comment *comment);

/* Tells what COMMENT is: its first word is `snip` or `/snip`, and a blank or its end follows. */
enum directive_role directive_role(const struct comment *comment);

/*
 * Reads the words of an opener into BLOCK: kind, target, region, attributes. What is wrong is added
 * to ERRS as ERR_INPUT at PATH:LINE, and false returned; BLOCK may be filled in part then.
 */
bool directive_read_opener(const struct comment *comment, struct block *block, const char *path,
                           int line, struct errs *errs) __attribute__((warn_unused_result));

/* Reads the digest of a closer, "" where it carries none. Errors as by directive_read_opener(). */
bool directive_read_closer(const struct comment *comment, char digest[BLOCK_DIGEST + 1],
                           const char *path, int line, struct errs *errs)
    __attribute__((warn_unused_result));

#endif
