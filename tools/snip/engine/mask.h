/* stand-in until the masks are there */
#ifndef SNIP_ENGINE_MASK_H
#define SNIP_ENGINE_MASK_H
#include "base/buf.h"
#include "base/err.h"
#include "doc/masks.h"
#include <stdbool.h>
struct mask_range {
    unsigned long long low, high;
};
struct mask_facts {
    struct mask_range port, pid, inode;
};
bool mask_apply(const struct mask_specs *masks, const char *path, const struct mask_facts *facts,
                struct buf *texts, size_t n, bool *matched, struct err *err);
char *mask_suggest(const struct mask_specs *masks, const struct mask_facts *facts_a, struct buf *a,
                   const struct mask_facts *facts_b, struct buf *b, size_t n);
#endif
