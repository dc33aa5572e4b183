/*
 * The states that sockets of TCP went through, and how full the queues of those that listen are.
 * The site draws both from these texts (_plugins/article/states.rb, queue.rb).
 */
#ifndef SNIP_ENGINE_TRUTH_STATES_H
#define SNIP_ENGINE_TRUTH_STATES_H

#include "base/buf.h"
#include "doc/post/block.h"
#include "engine/record/record.h"

enum { QUEUE_MOST_SLOTS = 32 /* more of them nobody counts */ };

/*
 * Appends two lines for each socket of TCP that BLOCK chooses of RECORD, in the order in which they
 * are met: who had it and its ends, then its states. Where a run is recorded its trace tells all of
 * them, else each line of ss(8) the one that was then.
 *
 *     client  10.0.1.2:<port> > 10.0.1.1:8080
 *       SYN_SENT → ESTABLISHED → FIN_WAIT1
 */
void states_show(struct buf *out, const struct block *block, const struct record *record);

/*
 * Appends a line for each socket that listens, as ss(8) printed it in the processes that BLOCK
 * chooses of RECORD: who printed it, its address, a slot for each connection that is let wait,
 * where they are not too many, and the numbers. Linux lets one more wait than listen(2) said.
 *
 *     ss  127.0.0.1:8080  ■■□□□  2 of 5
 */
void queue_show(struct buf *out, const struct block *block, const struct record *record);

#endif
