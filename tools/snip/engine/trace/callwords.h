/*
 * System calls in words, as they stand in a figure: connect(3, 10.0.1.1:8080) = -1 ECONNREFUSED.
 * They are those of a C program, and of strace(1), but for these rules.
 *
 * - What tells nothing is left out: lengths of addresses and options, what is NULL where it may be,
 *   flags and protocols that are 0, descriptors of the current folder, sets of signals' sizes.
 * - What a call only fills is none of its arguments in words, but for the manual's name of a buffer
 *   (buf), behind which its size stands. What it was filled with follows the result, so that a call
 *   reads alike whether it waited or not: read(4, buf, 1024) = 4 "ping", accept(3) = 4
 *   10.0.1.2:45678, poll([3 POLLIN], -1) = 1 [3 POLLIN], pipe() = 0 [3, 4].
 * - Bytes are C strings with what is UTF-8 as it is, of 32 characters at most: "aaa…".
 * - Nothing varies that need not: no pointers, no times of day (…). Ports, pids and inodes are as
 *   they were, for masks to name.
 * - An argument that could not be read, or has a length that it cannot have, is ?.
 *
 * Events are not trusted: whatever their bytes and numbers say, there are words for them.
 */
#ifndef SNIP_ENGINE_TRACE_CALLWORDS_H
#define SNIP_ENGINE_TRACE_CALLWORDS_H

#include "base/buf.h"
#include "box/trace/event.h"

/*
 * Appends the arguments of CALL, an EVENT_CALL, divided by ", ": what it was given. Strings are all
 * that was kept, so that masks see them whole; then piece_cut_texts() (engine/trace/pieces.h) cuts
 * them.
 */
void call_words_args(struct buf *out, const struct event *call);

/*
 * Appends what came of CALL by OVER, its EVENT_RETURN: the result, and what the call has filled,
 * with strings as above.
 */
void call_words_result(struct buf *out, const struct event *call, const struct event *over);

#endif
