/*
 * A block of a post: the place where snip shows something, between an opening and a closing
 * comment.
 */
#ifndef SNIP_DOC_POST_BLOCK_H
#define SNIP_DOC_POST_BLOCK_H

#include <stddef.h>

#include "base/text.h"
#include "base/vec.h"
#include "doc/post/lines.h"

/* What a block shows. */
enum view_kind {
    VIEW_CODE,        /* a source file, or a region of it */
    VIEW_OUTPUT,      /* what the processes of a snippet printed */
    VIEW_DIAGNOSTICS, /* what the compiler said of a source file */
    VIEW_LAB,         /* the hosts and networks of a snippet */
};

/* The word that names KIND in a directive, "code" for VIEW_CODE. */
const char *view_kind_name(enum view_kind kind);

/* One `key=value` of an opener. */
struct attribute {
    char *key;
    char *value;
};

VEC_TYPE(attributes, struct attribute);

enum { BLOCK_DIGEST = 16 };

/*
 * One block: an opener, its closer, and the fence between them, if any. Lines are 1-based lines of
 * the file, as editors and git count them. Spans are bytes of the post's text: whole lines, line
 * ends included.
 */
struct block {
    enum view_kind kind;
    char *target; /* "socket/create.c" for code and diagnostics, "socket/create" for output */
    char *region; /* after '#', or NULL */
    struct attributes attributes;
    int line;                       /* of the opener */
    int close_line;                 /* of the closer */
    int fence_line;                 /* of the fence's opening line; 0 where the block is empty */
    struct span open, fence, close; /* fence: its opening to its closing line */
    char *literal; /* the fence's content as cmark gives it; NULL where the block is empty */
    size_t literal_len;
    char *info;                    /* the fence's info string; NULL where the block is empty */
    char digest[BLOCK_DIGEST + 1]; /* what the closer carries; "" where it carries none */
};

/* The value of attribute KEY of BLOCK, or NULL. */
const char *block_attribute(const struct block *block, const char *key);

/* Writes the short digest that a closer carries for a fence whose literal is TEXT. */
void block_digest(struct slice text, char digest[BLOCK_DIGEST + 1]);

/* Frees what BLOCK owns; it is empty afterwards. */
void block_release(struct block *block);

#endif
