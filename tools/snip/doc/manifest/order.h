/*
 * Whether the processes of a snippet can begin and end as `after`, `ready` and `stop` have it.
 */
#ifndef SNIP_DOC_MANIFEST_ORDER_H
#define SNIP_DOC_MANIFEST_ORDER_H

#include "doc/manifest/process.h"
#include "doc/settings/fields.h"

/*
 * Reports each circle of processes that wait for each other (once, at the first `after` in it), and
 * each that waits for the end of one that only its `stop` ends.
 */
void order_check(const struct reading *r, const struct process_specs *specs);

#endif
