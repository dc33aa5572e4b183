/*
 * A third of the time that a post takes would be malloc() for cmark's nodes, which all go at once:
 * they are in an obstack (GNU C Library manual, "Obstacks"). cmark's allocator knows no owner,
 * hence variables of the file: one tree at a time. The first chunk is kept, and large enough for
 * most.
 */
#include "doc/post/tree.h"

#include <cmark.h>
#include <obstack.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define obstack_chunk_alloc malloc
#define obstack_chunk_free  free

enum { TREE_CHUNK = 1 << 20 };

static struct obstack tree_memory;
static void *tree_start;

/* What cmark is given; its size is for realloc() to copy. */
struct piece {
    size_t size;
    alignas(max_align_t) char bytes[];
};

static void *tree_realloc(void *p, size_t size)
{
    const struct piece *old = p ? (void *)((char *)p - offsetof(struct piece, bytes)) : NULL;
    if (old && size <= old->size)
        return p;
    struct piece *piece = obstack_alloc(&tree_memory, sizeof(*piece) + size);
    piece->size = size;
    return old ? memcpy(piece->bytes, old->bytes, old->size) : piece->bytes;
}

static void *tree_calloc(size_t count, size_t size)
{
    return memset(tree_realloc(NULL, count * size), 0, count * size);
}

static void tree_free(void *p)
{
    (void)p; /* tree_end() does */
}

struct cmark_node *tree_parse(struct slice text)
{
    static cmark_mem memory = { tree_calloc, tree_realloc, tree_free };
    if (!tree_start) {
        obstack_alloc_failed_handler = mem_missing;
        obstack_begin(&tree_memory, TREE_CHUNK);
        tree_start = obstack_alloc(&tree_memory, 0);
    }
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &memory);
    cmark_parser_feed(parser, text.s, text.len);
    return cmark_parser_finish(parser);
}

void tree_end(void)
{
    obstack_free(&tree_memory, tree_start);
}
