/*
 * A time line in columns: a lifeline a lane, arrows between them, time goes down.
 *
 *                                        ╽ accept(3) …
 *     SYN_SENT  connect(3, …) … ╽───SYN──>┃
 */
#ifndef SNIP_ENGINE_TRUTH_COLUMNS_H
#define SNIP_ENGINE_TRUTH_COLUMNS_H

#include <stdbool.h>

#include "base/buf.h"
#include "engine/truth/choice.h"
#include "engine/truth/mark.h"

/*
 * Appends MARKS, of CHOICE, to OUT. Of two lanes the words stand outside of their lifelines, of
 * more at the right of each. Returns false, and appends nothing, where there are not two to four
 * lanes, or the lines would be over 100 columns.
 */
bool columns_show(struct buf *out, const struct choice *choice, const struct marks *marks)
    __attribute__((warn_unused_result));

#endif
