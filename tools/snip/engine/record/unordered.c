#include "engine/record/unordered.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* A line, and what it is sorted by. */
struct keyed {
    struct slice key, line;
};

VEC_TYPE(keyed_lines, struct keyed);

static int by_bytes(struct slice a, struct slice b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.s, b.s, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = by_bytes(x->key, y->key);
    return order ? order : by_bytes(x->line, y->line);
}

/* Makes of TEXT in MASKED what MASKS leave of it where no value is told from another. */
static void mask_alike(const struct buf *text, const struct mask_specs *masks,
                       const struct mask_facts *facts, struct buf *masked)
{
    struct mask_specs alike = { 0 };
    struct err ignored = { 0 }; /* what is wrong is told when the masks themselves are applied */
    buf_add(masked, buf_str(text), text->len);
    vec_each (mask, masks) {
        vec_push(&alike, *mask);
        alike.v[alike.n - 1].alike = true;
    }
    if (!mask_apply(&alike, NULL, facts, masked, 1, NULL, &ignored))
        err_release(&ignored);
    vec_release(&alike);
}

void unordered_sort(struct buf *text, const struct mask_specs *masks,
                    const struct mask_facts *facts)
{
    AUTO(buf_release) struct buf masked = BUF_INIT;
    struct buf sorted = BUF_INIT;
    struct keyed_lines lines = { 0 };
    struct slice rest = buf_slice(text), keys, line, key;
    mask_alike(text, masks, facts, &masked);
    keys = buf_slice(&masked);
    /* A mask may have taken a newline; then the lines are as good as any key. */
    bool matching = text_lines(rest.s, rest.len) == text_lines(keys.s, keys.len);
    while (text_line(&rest, &line)) {
        bool keyed = matching && text_line(&keys, &key);
        vec_push(&lines, ((struct keyed){ keyed ? key : line, line }));
    }
    if (lines.n)
        qsort(lines.v, lines.n, sizeof(*lines.v), by_key);
    vec_each (one, &lines) {
        buf_add(&sorted, one->line.s, one->line.len);
        buf_addc(&sorted, '\n');
    }
    vec_release(&lines);
    buf_release(text);
    *text = sorted;
}
