/*
 * What a program of a box may do, as capabilities (capabilities(7)).
 */
#ifndef SNIP_BOX_WORLD_RIGHTS_H
#define SNIP_BOX_WORLD_RIGHTS_H

#include <stdbool.h>

/*
 * Leaves the calling process RIGHTS, a set of enum right (base/right.h), and no other capability,
 * of those it has in its own user namespace; so it stays over execve(2) and for its descendants,
 * which can win no other by any file. Returns false and errno. Async-signal-safe.
 */
bool rights_keep(unsigned rights) __attribute__((warn_unused_result));

#endif
