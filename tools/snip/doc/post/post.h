/*
 * A post: a CommonMark file in which pairs of comments mark the blocks that snip keeps.
 *
 *     <!-- snip code socket/create.c#bind -->     the opener: kind, target, attributes
 *     ```c
 *     …
 *     ```
 *     <!-- /snip 7c1e0f0a9b2d4c66 -->             the closer, with a digest of the fence's literal
 *
 * A comment is a directive where it is an HTML block (CommonMark 0.30, section 4.6) of one line
 * that is all comment, and its first word is `snip` or `/snip`; blanks around the words are free.
 * Such a comment is an error anywhere else in HTML and in an indented code block, and is text in
 * fenced code and code spans. An opener and its closer stand in one container with nothing but one
 * fenced code block, or nothing, between. Jekyll's front matter is cut off first. Nothing is edited
 * here: see doc/post/embed.h.
 */
#ifndef SNIP_DOC_POST_POST_H
#define SNIP_DOC_POST_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "doc/post/block.h"

VEC_TYPE(blocks, struct block);

/* A post as it was read. */
struct post {
    char *path;      /* as given, for messages */
    struct buf text; /* the whole file, byte by byte */
    size_t body;     /* where its CommonMark begins: behind a byte order mark and front matter */
    int body_line;   /* the number of the line there */
    struct blocks blocks;
};

/*
 * Finds the blocks of the post at PATH whose content is TEXT: any bytes, which are copied. What is
 * wrong is added to ERRS as ERR_INPUT at PATH:line, in the order of lines, with a hint; then false
 * is returned, and POST holds the blocks that were well-formed. A TEXT that is not UTF-8, holds NUL
 * or has a front matter that is never closed has none. POST is initialised here; end it with
 * post_release() either way. Limiting the size is the caller's.
 */
bool post_parse(struct post *post, const char *path, struct slice text, struct errs *errs)
    __attribute__((warn_unused_result));

/*
 * Appends to OUT all that cmark sees in POST outside what its blocks manage: every node, its place
 * in the tree, its text; not the blocks' fences nor the closers' digests. Two posts of equal
 * outlines differ for a reader at most in what the blocks show.
 */
void post_outline(const struct post *post, struct buf *out);

/* The version of the parser, libcmark: "0.30.2". Static. */
const char *post_version(void);

/* Frees what POST owns. */
void post_release(struct post *post);

#endif
