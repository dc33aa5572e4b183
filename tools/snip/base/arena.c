#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CHUNK_BYTES = 256 << 10, ALIGN = alignof(max_align_t) };

/* Things lie in `bytes` one after another, each behind its struct thing. */
struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* of bytes */
    alignas(ALIGN) char bytes[];
};

struct thing {
    size_t size; /* what was asked for, rounded up */
    alignas(ALIGN) char bytes[];
};

static size_t rounded(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

/* A new thing of SIZE rounded bytes, not set. */
static struct thing *take(struct arena *arena, size_t size)
{
    size_t whole = sizeof(struct thing) + size;
    if (!arena->chunk || whole > arena->chunk->size - arena->used) {
        size_t room = whole > CHUNK_BYTES ? whole : CHUNK_BYTES;
        struct arena_chunk *chunk = mem_resize(NULL, 1, sizeof(*chunk) + room);
        *chunk = (struct arena_chunk){ .older = arena->chunk, .size = room };
        arena->chunk = chunk;
        arena->used = 0;
    }
    struct thing *thing = (struct thing *)(void *)(arena->chunk->bytes + arena->used);
    thing->size = size;
    arena->used += whole;
    return thing;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, rounded(size))->bytes, 0, rounded(size));
}

/* Lets THING grow to SIZE where it lies, as the newest one may while there is room behind it. */
static bool grow(struct arena *arena, struct thing *thing, size_t size)
{
    struct arena_chunk *chunk = arena->chunk;
    if (thing->bytes + thing->size != chunk->bytes + arena->used ||
        size - thing->size > chunk->size - arena->used)
        return false;
    arena->used += size - thing->size;
    thing->size = size;
    return true;
}

void *arena_resize(struct arena *arena, void *p, size_t size)
{
    size = rounded(size);
    if (!p)
        return take(arena, size)->bytes;
    struct thing *thing = (struct thing *)(void *)((char *)p - offsetof(struct thing, bytes));
    if (size <= thing->size || grow(arena, thing, size))
        return p;
    return memcpy(take(arena, size)->bytes, p, thing->size);
}

static void free_older(struct arena_chunk *chunk)
{
    for (struct arena_chunk *older; (older = chunk->older);) {
        chunk->older = older->older;
        free(older);
    }
}

void arena_reset(struct arena *arena)
{
    if (arena->chunk)
        free_older(arena->chunk);
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    arena_reset(arena);
    free(arena->chunk);
    *arena = (struct arena){ 0 };
}
