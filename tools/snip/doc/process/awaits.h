/*
 * What waits for processes: `after` of a process, of its `stop` and of its `stdin`.
 */
#ifndef SNIP_DOC_PROCESS_AWAITS_H
#define SNIP_DOC_PROCESS_AWAITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"
#include "doc/settings/fields.h"

/* A process that is waited for. */
struct await {
    size_t process; /* its place in the manifest */
    bool end;       /* until it has ended, be it that it is `ready` before */
};

VEC_TYPE(awaits, struct await);

/* The names of all processes of a manifest, and which of them is being read. */
struct process_names {
    const char *const *v;
    size_t n;
    size_t self; /* n: none */
};

/*
 * Reads NODE, a name, { end: NAME }, or a list of them, into AWAITS. WHOSE is the key in
 * backquotes.
 */
void awaits_read(const struct reading *r, const struct node *node, const char *whose,
                 const struct process_names *names, struct awaits *awaits);

/* Gives ERR the hint which other of NAMES the word was meant to be. */
void awaits_hint_nearest(struct err *err, const char *word, const struct process_names *names);

#endif
