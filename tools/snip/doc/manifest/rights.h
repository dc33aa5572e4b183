/*
 * Which rights the processes of a snippet have, as a manifest says it: `rights: { bob: [net_raw]
 * }`, or for the only program `rights: [net_raw]`.
 */
#ifndef SNIP_DOC_MANIFEST_RIGHTS_H
#define SNIP_DOC_MANIFEST_RIGHTS_H

#include <stdbool.h>

#include "base/right.h"
#include "doc/manifest/process.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* Reads NODE into the processes of r->into, a struct process_specs. NAMED tells whether `run` names
 * them; else there is one, and NODE is its list. */
void rights_read(const struct reading *r, const struct node *node, bool named);

#endif
