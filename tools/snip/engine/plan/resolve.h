/*
 * Joining: which snippet each block of a post shows.
 */
#ifndef SNIP_ENGINE_PLAN_RESOLVE_H
#define SNIP_ENGINE_PLAN_RESOLVE_H

#include "engine/plan/plan.h"

/*
 * Fills PAGE->sources and each snippet's list of where it is shown. A block that names what is not
 * there adds to PAGE->errs, at its line, with the nearest name. Call it when neither pages nor
 * snippets move any more.
 */
void resolve_page(struct plan *plan, struct page *page);

#endif
