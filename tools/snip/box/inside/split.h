/*
 * A lab of several hosts, made by the process that would be the init of a single one.
 */
#ifndef SNIP_BOX_INSIDE_SPLIT_H
#define SNIP_BOX_INSIDE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "box/inside/protocol.h"

/*
 * Makes the networks of SPEC's lab, then for each host a process that is the first in pid, mount,
 * ipc, uts and network namespaces of its own. Returns true in each of those, *HOST set, with that
 * host's of ENDS alone. The caller waits for them and ends with the last; it returns only where
 * something fails: false, with FAILURE set. Only async-signal-safe calls are made.
 */
bool split_hosts(const struct box_spec *spec, const struct init_ends *ends, size_t *host,
                 struct netlab_failure *failure);

#endif
