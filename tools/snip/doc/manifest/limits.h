/*
 * What a run may take, as a manifest says it: `limits: { time: 5s, output: 64K }`.
 */
#ifndef SNIP_DOC_MANIFEST_LIMITS_H
#define SNIP_DOC_MANIFEST_LIMITS_H

#include <stddef.h>

#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* Bounds of a run, all of its processes taken together. */
struct limits {
    long long time_ms;      /* wall clock, milliseconds */
    long long processor_ms; /* processor time of all its processes together */
    size_t memory;          /* bytes, of all together */
    unsigned processes;     /* processes and threads at one time */
    unsigned files;         /* descriptors that are open at one time, of all together */
    size_t file_size;       /* bytes that a file, and all files together, may have */
    size_t output;          /* bytes that its processes may print together */
    unsigned cpus;          /* CPUs that they may run on */
};

#define LIMITS_DEFAULT                                                                             \
    {                                                                                              \
        .time_ms = 15000, .processor_ms = 5000, .memory = 256 << 20, .processes = 64,              \
        .files = 1024, .file_size = 64 << 20, .output = 64 * 1024, .cpus = 1                       \
    }

/*
 * Reads the mapping NODE into the struct limits r->into; what is wrong or left out stays as it is.
 */
void limits_read(const struct reading *r, const struct node *node);

#endif
