/*
 * Which right a process lacked that failed, as far as its words and its program tell.
 */
#ifndef SNIP_ENGINE_WORK_REFUSED_H
#define SNIP_ENGINE_WORK_REFUSED_H

#include <stddef.h>

#include "engine/plan/plan.h"

/*
 * How to mend that process I of SNIPPET, which printed OUTPUT and exited with STATUS, was refused
 * what takes a right: the key `rights` as its manifest would have it. The kernel answers EACCES to
 * bind(2) of a port below 1024 (ip(7)), and EPERM to the rest (capabilities(7)). Owned by the
 * caller; NULL where nothing says that it was so.
 */
char *refused_hint(const struct snippet *snippet, size_t i, const struct buf *output, int status);

#endif
