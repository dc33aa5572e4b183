/*
 * A growing byte buffer. `struct buf b = BUF_INIT;` is empty; b.s is always NUL-terminated once
 * anything was added and may hold NULs itself; b.len counts bytes without that last NUL.
 */
#ifndef SNIP_BASE_BUF_H
#define SNIP_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* The bytes and how many; read them freely, change them by the functions below. */
struct buf {
    char *s;
    size_t len, cap;
};

#define BUF_INIT                                                                                   \
    {                                                                                              \
        0                                                                                          \
    }

/* Appends the LEN bytes at S. */
void buf_add(struct buf *b, const void *s, size_t len);

/* Appends the NUL-terminated S. */
void buf_adds(struct buf *b, const char *s);

/* Appends the byte C. */
void buf_addc(struct buf *b, char c);

/* Appends a formatted text as by printf(3). */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Appends the byte C, COUNT times. */
void buf_fill(struct buf *b, char c, size_t count);

/* Makes room for at least EXTRA more bytes, so that a reader may write behind b->s + b->len. */
void buf_reserve(struct buf *b, size_t extra);

/* Forgets the content, keeps the memory. */
void buf_clear(struct buf *b);

/* Frees the memory; B is empty afterwards. */
void buf_release(struct buf *b);

/* Hands out the content as a NUL-terminated string owned by the caller; B is empty afterwards. */
char *buf_steal(struct buf *b);

/* The content as a string for reading, "" when empty; it lives as long as B is not changed. */
const char *buf_str(const struct buf *b);

/* Tells whether A and B hold the same bytes. */
bool buf_equal(const struct buf *a, const struct buf *b);

#endif
