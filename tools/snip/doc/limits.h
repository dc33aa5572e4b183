/*
 * What a run may take, as a manifest says it: `limits: { time: 5s, output: 64K }`.
 */
#ifndef SNIP_DOC_LIMITS_H
#define SNIP_DOC_LIMITS_H

#include <stddef.h>

#include "doc/fields.h"
#include "doc/yaml.h"

/* Bounds of a run. */
struct limits {
    long long time_ms; /* wall clock, milliseconds */
    size_t output;     /* bytes that its processes may print together */
};

#define LIMITS_DEFAULT                                                                             \
    {                                                                                              \
        .time_ms = 5000, .output = 64 * 1024                                                       \
    }

/* Reads the mapping NODE into the struct limits r->into; what is wrong or left out stays as it is. */
void limits_read(const struct reading *r, const struct node *node);

#endif
