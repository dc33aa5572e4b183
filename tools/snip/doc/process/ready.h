/*
 * What makes a process ready: others may wait until it serves.
 */
#ifndef SNIP_DOC_PROCESS_READY_H
#define SNIP_DOC_PROCESS_READY_H

#include <stddef.h>

#include "doc/settings/fields.h"

enum ready_kind {
    READY_NEVER,  /* it is not said: who waits for it waits for its end */
    READY_LISTEN, /* sockets that others can reach, as box_serving() counts them */
    READY_BIND,   /* sockets that have an address, as box_serving() counts them */
    READY_FILE,   /* a file, a FIFO or a socket is there */
    READY_PRINTS, /* it has printed a text */
};

struct ready {
    enum ready_kind kind;
    size_t sockets; /* of READY_LISTEN and READY_BIND: so many; at least 1 */
    char *text;     /* of READY_FILE its path, absolute or from the working folder; of READY_PRINTS
                       what it prints, not empty; else NULL */
};

/* Reads NODE, the value of `ready`, into the struct ready r->into. */
void ready_read(const struct reading *r, const struct node *node);

/* Frees what READY owns; it is READY_NEVER afterwards. */
void ready_release(struct ready *ready);

#endif
