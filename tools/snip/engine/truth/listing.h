/*
 * What happened, as lists that read well anywhere: calls, packets, and a time line that has no room
 * for columns.
 */
#ifndef SNIP_ENGINE_TRUTH_LISTING_H
#define SNIP_ENGINE_TRUTH_LISTING_H

#include "base/buf.h"
#include "engine/truth/choice.h"
#include "engine/truth/mark.h"

/*
 * Appends the calls of CHOICE, a line each, as strace(1) shows them: who, the call and its result.
 * One that waited while something else is shown has two lines: `accept(3) …`, `… accept(3) = 4`.
 */
void listing_calls(struct buf *out, const struct choice *choice);

/* Appends the packets that CHOICE shows, a line each: number, from whom to whom, what it is. */
void listing_packets(struct buf *out, const struct choice *choice);

/* Appends MARKS, of CHOICE, a line each, with the name of its lane in front. */
void listing_marks(struct buf *out, const struct choice *choice, const struct marks *marks);

#endif
