/*
 * Selecting: what the names on a command line mean.
 */
#ifndef SNIP_ENGINE_PLAN_SELECT_H
#define SNIP_ENGINE_PLAN_SELECT_H

#include <stdbool.h>

#include "base/err.h"
#include "engine/plan/plan.h"

/*
 * Selects what NAMES (COUNT; 0 for all) mean: snippets ("socket/create",
 * "snippets/socket/create.c"), folders of them ("socket"), posts
 * ("_posts/2026-11-23-x.md", "2026-11-23-x.md"). A snippet selects the posts that show it; a post
 * the snippets it shows, and with them the posts that show those too, since a record is the truth
 * for all of them. Fails with ERR_INPUT on a name that means nothing.
 */
bool plan_select(struct plan *plan, char *const *names, int count, struct err *err)
    __attribute__((warn_unused_result));

#endif
