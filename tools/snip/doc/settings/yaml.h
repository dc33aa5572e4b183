/*
 * One YAML document as a small tree in which every node knows its line. Scalars are text as
 * written: what `80`, `yes` or `null` means is for the reader of a key to say. What a settings file
 * does not need is an error that says so: anchors, aliases, tags, a second document, a key that is
 * no text or stands twice. The input is bounded: 64 KiB, 16 levels, 10,000 nodes.
 */
#ifndef SNIP_DOC_SETTINGS_YAML_H
#define SNIP_DOC_SETTINGS_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"

/* What a node is: one value, values in order, or values by name. */
enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node;
VEC_TYPE(nodes, struct node);

/* A node and what it holds; all of it is owned by the tree. Lines are 1-based. */
struct node {
    enum node_kind kind;
    int line;   /* where it begins */
    char *text; /* of a scalar: UTF-8 with a NUL after it, and maybe (`"\0"`) inside it */
    size_t len; /* of text */
    bool plain; /* of a scalar: neither quoted nor a block (`|`, `>`) */
    char *key;  /* its name where it is in a map, else NULL; holds no NUL inside */
    int key_line;
    struct nodes children; /* of a list or a map, in their order in the file */
};

/*
 * Reads TEXT, the content of the file PATH, into ROOT, which is initialised here; end it with
 * node_release() either way. A document without content is a scalar that node_is_null(). Fails with
 * ERR_INPUT at PATH:line.
 */
bool node_read(struct node *root, const char *path, struct slice text, struct err *err)
    __attribute__((warn_unused_result));

/* The value of KEY in MAP, or NULL where MAP has no such key or is no map. */
const struct node *node_find(const struct node *map, const char *key);

/* The text of the scalar NODE as a C string; NULL where it holds a NUL or NODE is no scalar. */
const char *node_string(const struct node *node);

/* Tells whether nothing was written for NODE: no text at all, not even quotes. */
bool node_is_missing(const struct node *node);

/* Tells whether NODE is YAML's null: missing, or a plain `~` or `null`. */
bool node_is_null(const struct node *node);

/*
 * The LEN bytes at S as a message names them: in backquotes, made visible, the first line only and
 * cut where it is long. Owned by the caller.
 */
char *node_quote(const char *s, size_t len);

/*
 * What NODE is, as a message says it: "a list", "an empty mapping", "missing", or its text, quoted.
 * Owned by the caller.
 */
char *node_describe(const struct node *node);

/* Frees what NODE owns, all below it; it is empty afterwards. */
void node_release(struct node *node);

/* The version of the parser, libyaml: "0.2.5". Static. */
const char *yaml_version(void);

#endif
