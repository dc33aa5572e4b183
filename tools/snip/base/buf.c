#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void buf_reserve(struct buf *b, size_t extra)
{
    size_t need = b->len + extra + 1;
    if (need < extra)
        need = SIZE_MAX;
    if (need <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    b->s = mem_resize(b->s, cap, 1);
    b->cap = cap;
}

void buf_add(struct buf *b, const void *s, size_t len)
{
    buf_reserve(b, len);
    if (len)
        memcpy(b->s + b->len, s, len);
    b->len += len;
    b->s[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        buf_reserve(b, (size_t)n);
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void buf_fill(struct buf *b, char c, size_t count)
{
    buf_reserve(b, count);
    memset(b->s + b->len, c, count);
    b->len += count;
    b->s[b->len] = '\0';
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->s)
        b->s[0] = '\0';
}

void buf_release(struct buf *b)
{
    free(b->s);
    *b = (struct buf)BUF_INIT;
}

char *buf_steal(struct buf *b)
{
    char *s = b->s ? b->s : mem_strdup("");
    *b = (struct buf)BUF_INIT;
    return s;
}

const char *buf_str(const struct buf *b)
{
    return b->s ? b->s : "";
}

bool buf_equal(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->s, b->s, a->len) == 0);
}
