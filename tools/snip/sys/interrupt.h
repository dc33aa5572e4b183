/*
 * SIGINT, SIGTERM and SIGHUP as something to read: work in progress is put away first, then snip
 * ends by the signal.
 */
#ifndef SNIP_SYS_INTERRUPT_H
#define SNIP_SYS_INTERRUPT_H

#include "base/err.h"

/*
 * Blocks the signals for this process and returns a signalfd(2) that becomes readable when one
 * comes; -1 with ERR_SYSTEM. SIGPIPE is ignored from then on. Children of sys/box.h start with
 * default signals.
 */
int interrupt_open(struct err *err);

/*
 * Closes FD and lets the signals through again. Returns one that came before, which then is not
 * delivered any more; 0 for none.
 */
int interrupt_close(int fd);

/* The signal that came, 0 for none. Does not block. */
int interrupt_read(int fd);

/* Ends this process by SIGNAL, as a shell expects of a program that was interrupted. */
_Noreturn void interrupt_die(int signal);

#endif
