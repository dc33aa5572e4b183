/*
 * Made-up texts for trying how long a regular expression searches. They come from its own letters, not
 * from understanding it: good enough to reach the part that explodes in most expressions that do.
 */
#ifndef SNIP_BASE_SAMPLE_H
#define SNIP_BASE_SAMPLE_H

#include "base/vec.h"

/* What the texts are put together from: a lead, a unit many times over, an end that matches nothing. */
struct sample {
    struct strings leads; /* what REGEX could match before each of its items, "" first */
    struct strings units; /* its runs of literals, its characters, and common ones */
    struct strings ends;  /* "", and characters that REGEX does not name */
};

/* Derives SAMPLE from REGEX, valid or not. Its size is bounded, however long REGEX is. */
void sample_init(struct sample *sample, const char *regex);

/* Frees what SAMPLE owns. */
void sample_release(struct sample *sample);

#endif
