/*
 * What an outcome depends on and belongs to the repository: the source, headers beside it, the
 * manifest, the flags.
 */
#ifndef SNIP_ENGINE_WORK_INPUTS_H
#define SNIP_ENGINE_WORK_INPUTS_H

#include "base/buf.h"
#include "base/vec.h"
#include "engine/plan/plan.h"
#include "engine/record/record.h"
#include "engine/work/given.h"

/*
 * The path of HEADER, a name relative to the folder of SNIPPET as the compiler gives it. Owned by the
 * caller.
 */
char *inputs_path(const struct snippet *snippet, const char *header);

/*
 * Sets the inputs of RECORD to those of SNIPPET as they were read. HEADERS are names relative to its
 * folder, as the compiler gives them, of files in GIVEN; others are left out. Without HEADERS, GIVEN
 * may be NULL. FLAGS is what toolchain_flags() makes.
 */
void inputs_record(struct record *record, const struct snippet *snippet,
                   const struct strings *headers, const struct given *given,
                   const struct buf *flags);

/* Appends to REASONS what differs between the inputs of WAS and NOW, each a text owned by it. */
void inputs_differ(const struct record *was, const struct record *now, struct strings *reasons);

/*
 * Appends to REASONS why the record of SNIPPET does not belong to its files as they are now, each a
 * text owned by it; nothing where it does. Nothing is compiled: the headers are those the record
 * names.
 */
void inputs_compare(const struct snippet *snippet, const struct buf *flags, const struct plan *plan,
                    struct strings *reasons);

#endif
