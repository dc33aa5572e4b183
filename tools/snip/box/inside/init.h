/*
 * The first process of a box: pid 1 of its namespaces.
 */
#ifndef SNIP_BOX_INSIDE_INIT_H
#define SNIP_BOX_INSIDE_INIT_H

#include "box/inside/protocol.h"

/*
 * Becomes the init of a box, in a process fresh from clone3(2) with its namespaces; of a lab, the
 * parent of its hosts' inits. Only async-signal-safe calls are made from here on.
 */
_Noreturn void init_main(const struct box_spec *spec, const struct init_ends *ends);

#endif
