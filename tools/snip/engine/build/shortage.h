/*
 * What a compiler may take, and telling when it had less than that: then not the source is at
 * fault, but the machine.
 */
#ifndef SNIP_ENGINE_BUILD_SHORTAGE_H
#define SNIP_ENGINE_BUILD_SHORTAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

enum {
    COMPILE_TIME_MS = 30000,
    COMPILE_MEMORY = 1 << 30, /* bytes */
    COMPILE_PROCESSES = 64,
};

/*
 * Sets FAILURE where OUTPUT, the words of a compiler that failed, tells that it had not what it may
 * take: ERR_SYSTEM where a limit that snip was started under or, where it was BARE, a full disk
 * kept it from that, ERR_FALSE where what it makes is too large for its box. FAILURE stays as it is
 * where the words are about the source.
 */
void shortage_find(bool bare, const struct buf *output, struct err *failure);

#endif
