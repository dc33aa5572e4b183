/*
 * Writing blocks into a post by splicing source lines: every byte outside the blocks stays as it
 * was.
 */
#ifndef SNIP_DOC_POST_EMBED_H
#define SNIP_DOC_POST_EMBED_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "doc/post/post.h"

/* What became of a block. */
enum block_state {
    BLOCK_SAME,    /* it shows the content already; not a byte changes */
    BLOCK_WRITTEN, /* it was empty or stale, and shows the content in the new text */
    BLOCK_EDITED,  /* someone changed it by hand: left alone (unless overwriting) */
};

/*
 * What a block shall show. text.s == NULL: nothing is known of it, it is left as it is
 * (BLOCK_SAME).
 */
struct content {
    struct slice text; /* lines; blanks at their ends are cut, a missing last newline is added */
    const char *info;  /* the fence's info string: "c", "console", or "" */
};

/*
 * Makes in OUT (empty before) the text of POST, which was parsed without errors, in which block i
 * shows CONTENTS[i], and tells in STATES[i] what became of it; both arrays have post->blocks.n
 * elements. With OVERWRITE, blocks edited by hand are written too, and are BLOCK_WRITTEN. Where all
 * states are BLOCK_SAME or BLOCK_EDITED, OUT equals the post's text byte by byte.
 *
 * A block is BLOCK_SAME where its fence holds the content under the right info string and digest;
 * the form of the fence does not matter, nor do blanks at the ends of its lines, which many editors
 * cut. It is written where it is empty, where its content is the
 * right one already (so that only info string or digest are put right), and where its digest proves
 * that it holds what snip wrote. Else someone edited it.
 *
 * Fails with ERR_INPUT at the block's line where a content cannot stand in a post: it holds a NUL
 * or a CR, is not UTF-8, or has lines that would close any fence. The result is parsed again: fails
 * with ERR_SYSTEM unless every fence's literal equals its content and all else is as it was. That
 * is a bug in snip or a post beyond it, never a reason to damage a post. OUT and STATES mean
 * nothing after a failure.
 */
bool embed_blocks(const struct post *post, const struct content *contents, bool overwrite,
                  struct buf *out, enum block_state *states, struct err *err)
    __attribute__((warn_unused_result));

#endif
