/*
 * The lab of a manifest (doc/manifest/lab.h) as it is to be made (box/net/labspec.h).
 */
#ifndef SNIP_ENGINE_PLAN_TOPOLOGY_H
#define SNIP_ENGINE_PLAN_TOPOLOGY_H

#include "base/vec.h"
#include "box/net/labspec.h"
#include "doc/manifest/lab.h"

/* What is to be made, and the memory behind it. */
struct topology {
    struct netlab_spec spec;
    struct strings names; /* for each host the text of its hosts(5) */
    struct address *addresses;
    struct netlab_link *links;
    struct netlab_gateway *gateways;
    struct netlab_host *hosts;
    const char **networks;
};

/* Puts LAB, which must outlive it, into TOPOLOGY; end it with topology_release(). */
void topology_make(struct topology *topology, const struct lab *lab);

/* Frees what TOPOLOGY owns. */
void topology_release(struct topology *topology);

#endif
