/*
 * Memory that is given back all at once: for a library that makes many small things and an owner
 * who knows when none is needed any more. Alike in that to obstacks (GNU C Library manual,
 * "Obstacks"), but things may grow.
 */
#ifndef SNIP_BASE_ARENA_H
#define SNIP_BASE_ARENA_H

#include <stddef.h>

/* Where the next thing goes; all 0 is an empty one. */
struct arena {
    struct arena_chunk *chunk; /* the newest; the others hang on it */
    size_t used;               /* bytes of it */
};

/* Returns SIZE zeroed bytes, aligned for any type, ARENA's until arena_reset(). */
void *arena_alloc(struct arena *arena, size_t size)
    __attribute__((malloc, returns_nonnull, warn_unused_result));

/* Makes P, which is ARENA's or NULL, SIZE bytes large; it may move. New bytes are not set. */
void *arena_resize(struct arena *arena, void *p, size_t size)
    __attribute__((returns_nonnull, warn_unused_result));

/* Takes all things back; the memory stays ARENA's for the next. */
void arena_reset(struct arena *arena);

/* Frees all; ARENA is empty afterwards. */
void arena_release(struct arena *arena);

#endif
