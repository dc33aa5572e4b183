/*
 * A block of a post: the place where snip shows something, between an opening and a closing
 * comment.
 */
#ifndef SNIP_DOC_POST_BLOCK_H
#define SNIP_DOC_POST_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "base/vec.h"
#include "doc/post/lines.h"

/*
 * The kinds of block by what they show, a row each: the constant, the word that names the kind in a
 * directive, the info string of its fence, and what else of struct view_grammar it has. What is
 * done with a block is, by that word, resolve_WORD() of engine/plan/resolve.c and render_WORD() of
 * engine/truth/view.c: a row without them does not compile.
 */
#define VIEW_KINDS(ROW)                                                                            \
    /* a source file, or a region of it */                                                         \
    ROW(VIEW_CODE, code, "c", .file = true, .any = true, .region = true, .attributes = { "mark" }) \
    /* what the processes of a snippet printed */                                                  \
    ROW(VIEW_OUTPUT, output, "console", .attributes = { "only", "lines" })                         \
    /* what a program answered, as a table */                                                      \
    ROW(VIEW_TABLE, table, "text", .file = false)                                                  \
    /* what the compiler said of a source file */                                                  \
    ROW(VIEW_DIAGNOSTICS, diagnostics, "console", .file = true)                                    \
    /* the hosts and networks of a snippet */                                                      \
    ROW(VIEW_LAB, lab, "text", .file = false)                                                      \
    /* what a recorded run did: its system calls, its packets, both on one time line */            \
    ROW(VIEW_CALLS, calls, "text", .attributes = { "only", "calls" })                              \
    ROW(VIEW_PACKETS, packets, "text", .attributes = { "only", "on" })                             \
    ROW(VIEW_TIMELINE, timeline, "text", .attributes = { "only", "calls", "on" })                  \
    /* the states of its sockets of TCP, and how full the queues of those that listen are */       \
    ROW(VIEW_STATES, states, "text", .attributes = { "only" })                                     \
    ROW(VIEW_QUEUE, queue, "text", .attributes = { "only" })

#define VIEW_CONSTANT(KIND, ...) KIND,
enum view_kind { VIEW_KINDS(VIEW_CONSTANT) VIEW_COUNT };

enum { VIEW_ATTRIBUTES = 4 };

/* What a directive and the fence of one kind may say. */
struct view_grammar {
    const char *name;                        /* the word that names the kind */
    const char *fence;                       /* the info string */
    bool file;                               /* its target is a C file, else a snippet */
    bool any;                                /* or a file of any other language */
    bool region;                             /* a region of the file may be named */
    const char *attributes[VIEW_ATTRIBUTES]; /* those it takes; NULL from the last on */
};

/* The grammar of KIND. Static. */
const struct view_grammar *view_grammar(enum view_kind kind);

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
    char *target; /* "socket/create.c" for code and diagnostics, "socket/create" for output; of code
                     also "chat/page.html", "chat/Makefile" */
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

/*
 * The info string of the fence of BLOCK: for a file of another language than C the word for that by
 * which highlighters know it, "text" where none is known. Static.
 */
const char *block_fence(const struct block *block);

/* The value of attribute KEY of BLOCK, or NULL. */
const char *block_attribute(const struct block *block, const char *key);

/*
 * Tells whether attribute KEY of BLOCK, a list divided by commas, has NAME; without that attribute
 * all are chosen.
 */
bool block_chooses(const struct block *block, const char *key, const char *name);

/* Lines from the first to the last, both included, counted from 1. */
struct line_range {
    size_t first, last;
};

VEC_TYPE(line_ranges, struct line_range);

/*
 * Reads TEXT, "3-5,9", into RANGES (empty before). Returns false where it is no list of lines, of
 * which none is 0 and none ends before it begins; RANGES may hold some then, and is to be released
 * all the same.
 */
bool line_ranges_read(struct line_ranges *ranges, const char *text);

/* Writes the short digest that a closer carries for a fence whose literal is TEXT. */
void block_digest(struct slice text, char digest[BLOCK_DIGEST + 1]);

/* Frees what BLOCK owns; it is empty afterwards. */
void block_release(struct block *block);

#endif
