/*
 * What a new snippet begins with: programs that work, short enough to be read before they are
 * changed.
 */
#ifndef SNIP_CMD_SCAFFOLD_H
#define SNIP_CMD_SCAFFOLD_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"

/* One program, for a snippet of one file. */
extern const char scaffold_program[];

/*
 * Appends to NAMES the processes that LIST names, "server,client": two to eight, each as a manifest
 * names one and none twice. Fails with ERR_INPUT; NAMES may hold some of them then.
 */
bool scaffold_names(const char *list, struct strings *names, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Makes FOLDER, in which there is nothing yet, a snippet of the processes NAMES, as
 * scaffold_names() has them: a snippet.yml, and a C file for each. The first is a server on the
 * loopback's TCP port 8080, the others are its clients, one after the other. Appends the paths of
 * the files to MADE. Where one cannot be written FOLDER is removed again.
 */
bool scaffold_processes(const char *folder, const struct strings *names, struct strings *made,
                        struct err *err) __attribute__((warn_unused_result));

#endif
