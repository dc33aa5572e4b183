/*
 * The store: what was proven on this machine, so that an unchanged snippet costs no compile and no
 * run. It is a folder of the project, `.snip`, that git ignores and anybody may delete; entries
 * that its user's own snip has not written prove nothing (engine/plan/proof.h).
 *
 * An entry holds the record of a run that went as declared, and a digest of everything the outcome
 * came from (engine/work/dependency.h). Where one of them is another now, the entry proves nothing.
 * What was false has an entry without a record: it proves nothing.
 */
#ifndef SNIP_ENGINE_WORK_STORE_H
#define SNIP_ENGINE_WORK_STORE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/vec.h"
#include "engine/build/toolchain.h"
#include "engine/plan/plan.h"
#include "engine/record/record.h"
#include "engine/work/dependency.h"

/* An open store; all fields are its own. */
struct store {
    const struct plan *plan;
    const struct toolchain *tools;
    struct dependencies machine; /* what all entries share, as it was at the start */
    json_t *files;               /* digests taken so far: path → digest */
    int lock;                    /* held for writing; -1: another snip writes, or nobody may */
};

/*
 * Opens the store of PLAN's project for programs made by TOOLS; both must outlive it. It works,
 * empty and unwritable, where there is no place for one.
 */
void store_open(struct store *store, const struct plan *plan, const struct toolchain *tools);

/*
 * Sets *RECORD, which is empty, to that of SNIPPET where it is proven as it is now. Where it is
 * not, returns false and appends to REASONS (may be NULL) why, each a text owned by it.
 */
bool store_find(struct store *store, const struct snippet *snippet, struct record *record,
                struct strings *reasons);

/* Tells whether SNIPPET was false when it was run last, with all as it is now. */
bool store_failed(struct store *store, const struct snippet *snippet);

/*
 * Remembers RECORD as what SNIPPET gives, which depends on LIST; NULL: that it was false. That it
 * cannot be written is no matter.
 */
void store_put(struct store *store, const struct snippet *snippet, const struct dependencies *list,
               const struct record *record);

/* Frees what STORE owns. */
void store_close(struct store *store);

#endif
