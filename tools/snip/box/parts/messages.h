/*
 * What a box is told, by the first processes of its hosts (box/inside/protocol.h) and by the
 * recorder of its run (box/trace/channel.h), and what the recorder is told.
 */
#ifndef SNIP_BOX_PARTS_MESSAGES_H
#define SNIP_BOX_PARTS_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "box/parts/whole.h"
#include "box/trace/channel.h"

/* Watches what BOX, which is there, is told; with RECORDED by a recorder too. ERR_SYSTEM. */
bool messages_watch(struct box *box, bool recorded, struct err *err)
    __attribute__((warn_unused_result));

/* Takes all that has been told by now. */
void messages_read(struct box *box);

/*
 * Has what the recorder asked answered, once first processes have done what they were told, and
 * have told of all that has ended.
 */
void messages_answer(struct box *box);

/* Tells the recorder KIND, of PROGRAM; should it be gone, its end tells. */
void messages_say(const struct box *box, enum channel_kind kind, size_t program);

#endif
