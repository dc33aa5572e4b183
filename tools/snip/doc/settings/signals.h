/*
 * Signals by name, as in a manifest and a record: SEGV, or RTMIN+3.
 */
#ifndef SNIP_DOC_SETTINGS_SIGNALS_H
#define SNIP_DOC_SETTINGS_SIGNALS_H

#include <stdbool.h>

/* The number of the signal NAME ("SEGV" or "SIGSEGV"), 0 where there is none. */
int signal_by_name(const char *name);

/* The name of SIGNAL without "SIG", as in a manifest; "?" where it has none. */
const char *signal_name(int signal);

/* The name of a signal most like WORD in any case, or NULL where none is near. */
const char *signal_nearest(const char *word);

/* Tells whether SIGNAL ends a process that does not handle it: SEGV does, CHLD and STOP do not. */
bool signal_ends(int signal);

#endif
