/*
 * How a process is called: what the kernel gets, and what a reader sees and can type.
 */
#ifndef SNIP_ENGINE_PLAN_COMMAND_H
#define SNIP_ENGINE_PLAN_COMMAND_H

#include "doc/manifest/manifest.h"

/* Where a program of the system is looked for in a box: its PATH. */
extern const char command_path[];

/* NAME as execvp(3) would find it in PATH (folders joined by `:`); NULL where it is not. Owned by
 * the caller. */
char *command_find(const char *name, const char *path);

/*
 * Appends the words that SPEC is executed with to ARGV, then NULL. The first is a path: in the
 * working folder, or of the system. They are owned by ARGV.
 */
void command_argv(const struct process_spec *spec, struct strings *argv);

/*
 * The command as a reader would type it into a POSIX shell, environment and input included, several
 * lines where the input is a here-document (POSIX.1-2017, XCU 2.7.4). What is typed on a terminal
 * is no part of it. Made visible (text_show()). Owned by the caller.
 */
char *command_show(const struct process_spec *spec);

#endif
