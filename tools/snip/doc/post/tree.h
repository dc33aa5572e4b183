/*
 * The tree that cmark makes of a post, one at a time.
 */
#ifndef SNIP_DOC_POST_TREE_H
#define SNIP_DOC_POST_TREE_H

#include "base/text.h"

struct cmark_node;

/* The tree of TEXT, with source positions; end it with tree_end() before the next. */
struct cmark_node *tree_parse(struct slice text);

/* Frees the tree, and what was made to walk over it. */
void tree_end(void);

#endif
