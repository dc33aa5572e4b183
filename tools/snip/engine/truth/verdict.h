/*
 * The verdict: what posts and records would have to be for all of them to be true, and where they
 * are not.
 *
 * `check` prints it and `update` does it, both from the same list of changes: that is why an update
 * that succeeds is followed by a check that finds nothing.
 */
#ifndef SNIP_ENGINE_TRUTH_VERDICT_H
#define SNIP_ENGINE_TRUTH_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "engine/plan/plan.h"
#include "engine/work/sched.h"

/* A file that has to change. */
struct change {
    const char *path;         /* the plan's */
    const char *within;       /* as file/project.h has it */
    const struct buf *before; /* what was read of it; NULL for a new file, or one to be removed */
    struct buf after;
    bool remove;
    size_t *faulty; /* to be counted up should it fail; NULL: nothing */
};

VEC_TYPE(changes, struct change);

/* The counts of the last line. */
struct tally {
    size_t snippets_true, snippets_false;
    size_t posts_true, posts_false;
    size_t cached;
    size_t incomparable; /* snippets whose outcome differs as `depends` allows: in neither count */
};

/* What was found. */
struct verdict {
    struct errs faults; /* snippets that are not as declared, blocks edited by hand, failures: no
                           update mends them */
    struct errs drift;  /* where posts and records differ from what is so: an update mends them */
    struct errs notes;  /* what is as it is, and worth to be known: no failure */
    struct changes changes;
    struct tally tally;     /* as if nothing were changed */
    size_t snippets_faulty; /* snippets and posts that no update can make true */
    size_t posts_faulty;
};

/* What an update is allowed to do besides. */
struct verdict_options {
    bool overwrite; /* write blocks that were edited by hand */
    bool rebase;    /* write outcomes that are not comparable on this machine */
};

/*
 * Judges the selected posts and records of PLAN by SESSIONS. Nothing is written. SESSIONS lose
 * their faults to VERDICT. End it with verdict_release().
 */
void verdict_make(struct verdict *verdict, struct plan *plan, const struct sessions *sessions,
                  const struct verdict_options *options);

/*
 * Judges the selected posts of PLAN by the records that are there, without running anything: drift
 * tells which blocks do not show what their record says. End it with verdict_release().
 */
void verdict_from_records(struct verdict *verdict, struct plan *plan);

/*
 * Writes the changes, each file atomically and only if it is as it was read; records first. What
 * fails is added to the faults, and the others are written all the same. Returns how many files
 * were written or removed.
 */
size_t verdict_write(struct verdict *verdict);

/* Frees what VERDICT owns. */
void verdict_release(struct verdict *verdict);

#endif
