/*
 * A time line's words: what happened, as pieces of text that stand in lanes or on arrows between
 * them, before anything of it has a place on a page.
 */
#ifndef SNIP_ENGINE_TRUTH_MARK_H
#define SNIP_ENGINE_TRUTH_MARK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"
#include "engine/truth/choice.h"

/* What a mark is. An arrow is whole where nothing happens between departure and arrival. */
enum mark_kind {
    MARK_TEXT,   /* stands in `lane`; LANE_NONE: anywhere */
    MARK_ARROW,  /* the rest: goes from `lane` to `to` */
    MARK_LEAVES, /* its first half */
    MARK_COMES,  /* its second */
    MARK_LOST,   /* one that does not reach it */
    MARK_FADES,  /* the end of one of which MARK_LEAVES is the beginning */
};

/* How a lane goes on. */
enum life { LIFE_SAME, LIFE_NONE, LIFE_RUNS, LIFE_WAITS, LIFE_OVER };

/* One of them. */
struct mark {
    enum mark_kind kind;
    unsigned step;
    size_t lane, to;
    char *text;     /* NULL: nothing is said, but the lane lives on differently */
    enum life life; /* of `lane` behind it */
};

VEC_TYPE(marks, struct mark);

/* Appends to MARKS all that CHOICE shows, in its order. */
void marks_make(struct marks *marks, const struct choice *choice);

/* What arrows say of the packet with which DEPARTURE leaves: `SYN, ACK`. Owned by the caller. */
char *mark_packet(const struct trace_event *departure);

/* The call EVENT, as it stands in a program, without its result. Owned by the caller. */
char *mark_call(const struct trace_event *event);

/* Frees what MARKS own; it is empty afterwards. */
void marks_release(struct marks *marks);

#endif
