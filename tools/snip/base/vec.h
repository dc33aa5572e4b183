/*
 * A growing array of any type. `VEC(int) v = { 0 };` is an empty one; the elements are v.v[0] to
 * v.v[v.n - 1] and may move when one is added. Name the type once (`VEC_TYPE(ints, int)`) where
 * functions pass it on.
 */
#ifndef SNIP_BASE_VEC_H
#define SNIP_BASE_VEC_H

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

/* An anonymous vector type of T. */
#define VEC(T)                                                                                     \
    struct {                                                                                       \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    }

/* Declares `struct NAME`, a vector of T. */
#define VEC_TYPE(NAME, T)                                                                          \
    struct NAME {                                                                                  \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    }

/* Makes room for one more element and counts it; evaluates to a pointer to it, zeroed. */
#define vec_add(V)                                                                                 \
    __extension__({                                                                                \
        __typeof__(V) vec_at = (V);                                                                \
        if (vec_at->n == vec_at->cap) {                                                            \
            vec_at->cap = vec_at->cap ? vec_at->cap * 2 : 8;                                       \
            vec_at->v = mem_resize(vec_at->v, vec_at->cap, sizeof(*vec_at->v));                    \
        }                                                                                          \
        memset(&vec_at->v[vec_at->n], 0, sizeof(*vec_at->v));                                      \
        &vec_at->v[vec_at->n++];                                                                   \
    })

/* Appends ITEM. */
#define vec_push(V, ITEM) ((void)(*vec_add(V) = (ITEM)))

/* Frees the array, not what its elements own; the vector is empty afterwards. */
#define vec_release(V)                                                                             \
    do {                                                                                           \
        free((V)->v);                                                                              \
        memset((V), 0, sizeof(*(V)));                                                              \
    } while (0)

/* Walks a vector: `vec_each (item, &v)` with ITEM a pointer to each element in turn. */
#define vec_each(ITEM, V)                                                                          \
    for (__typeof__((V)->v + 0) ITEM = (V)->v, ITEM##_end = ITEM ? ITEM + (V)->n : ITEM;           \
         ITEM < ITEM##_end; ITEM++)

/* A vector of strings, each owned by it. */
VEC_TYPE(strings, char *);

/* Appends S, which the vector owns from now on. */
void strings_add(struct strings *list, char *s);

/* Tells whether LIST holds a string equal to S. */
int strings_has(const struct strings *list, const char *s);

/* Sorts LIST by byte values, so that an order never depends on a locale or a file system. */
void strings_sort(struct strings *list);

/* Frees the strings and the array. */
void strings_release(struct strings *list);

#endif
