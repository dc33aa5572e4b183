/*
 * SIGINT, SIGTERM and SIGHUP as something to read: work in progress is put away first, then snip
 * ends by the signal.
 */
#ifndef SNIP_BOX_INTERRUPT_H
#define SNIP_BOX_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

#include "base/err.h"

/* The signals being watched. */
struct interrupt {
    int fd;            /* a signalfd(2), readable once one came; -1: none */
    sigset_t mask;     /* what was blocked before */
    void (*pipe)(int); /* what SIGPIPE did before */
};

/*
 * Blocks the signals for this process, but those that were ignored when it started, and makes them
 * readable. SIGPIPE is ignored meanwhile. Children of box/host.h start with default signals. Fails
 * with ERR_SYSTEM; end it with interrupt_close() either way.
 */
bool interrupt_open(struct interrupt *interrupt, struct err *err)
    __attribute__((warn_unused_result));

/* The signal that came, 0 for none. Does not block. */
int interrupt_read(const struct interrupt *interrupt);

/*
 * Lets the signals through again, SIGPIPE too, as before. Returns one that came and was not read,
 * which then is not delivered any more; 0 for none.
 */
int interrupt_close(struct interrupt *interrupt);

/* Ends this process by the signal NUMBER, as a shell expects of a program that was interrupted. */
_Noreturn void interrupt_die(int number);

#endif
