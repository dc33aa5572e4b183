/*
 * How a process must end, as a manifest says it: a status, or a signal by its name.
 */
#ifndef SNIP_DOC_MANIFEST_EXPECTATION_H
#define SNIP_DOC_MANIFEST_EXPECTATION_H

#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* How a process must end: with STATUS, or killed by SIGNAL where that is not 0. */
struct expectation {
    int status; /* 0 to 255 */
    int signal; /* a signal number, 0 for none */
    int line;   /* in the manifest; 0 where nothing was declared */
};

/*
 * Reads NODE, a status or { signal: NAME }, into the struct expectation r->into. EXAMPLE is what a
 * hint puts before a right value: "expect: ", or a process with its colon.
 */
void expectation_read(const struct reading *r, const struct node *node, const char *example);

/*
 * The number of the signal that NODE names, one that ends a process (KILL, TERM, SEGV …). 0 where it
 * is none, which is reported; WHAT is the key in backquotes, HINT how to write it.
 */
int signal_read(const struct reading *r, const struct node *node, const char *what,
                const char *hint);

#endif
