/*
 * Reading a project: its settings, its snippets with their manifests and records, its posts.
 */
#ifndef SNIP_ENGINE_PLAN_LOAD_H
#define SNIP_ENGINE_PLAN_LOAD_H

#include <stdbool.h>

#include "base/err.h"
#include "engine/plan/plan.h"

/*
 * Reads the project in the working directory. What the authors wrote wrong is kept with what it
 * belongs to (errs); fails with ERR_SYSTEM where something cannot be read, with ERR_INPUT where
 * there is no project. End it with plan_release() either way.
 */
bool plan_load(struct plan *plan, struct err *err) __attribute__((warn_unused_result));

#endif
