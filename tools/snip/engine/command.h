/*
 * How a process is called: what the kernel gets, and what a reader sees and can type.
 */
#ifndef SNIP_ENGINE_COMMAND_H
#define SNIP_ENGINE_COMMAND_H

#include "doc/manifest.h"

/* The name of the program SPEC runs: its source without the ending. Owned by the caller. */
char *command_name(const struct process_spec *spec);

/*
 * The command as a reader would type it into a POSIX shell, environment and input included, several
 * lines where the input is a here-document (POSIX.1-2017, XCU 2.7.4). Made visible (text_show()).
 * Owned by the caller.
 */
char *command_show(const struct process_spec *spec);

#endif
