/*
 * Views: what a block of a post shows, made from a record (or a source) alone. Nothing is run.
 */
#ifndef SNIP_ENGINE_TRUTH_VIEW_H
#define SNIP_ENGINE_TRUTH_VIEW_H

#include "base/buf.h"
#include "doc/post/post.h"
#include "engine/record/record.h"

/*
 * Appends what BLOCK shows: of code SOURCE, the text that resolve_page() found; of RECORD for each
 * process a prompt with its command, what it printed, and a last line where it ended with a status
 * other than 0 or by a signal; the compiler's command and words; the hosts of the lab; or what its
 * trace tells. Each kind looks at one of the two only.
 */
void view_render(struct buf *out, const struct block *block, struct slice source,
                 const struct record *record);

/*
 * What is wrong with what BLOCK shows of RECORD, as a sentence about that: an output has not the
 * lines that are chosen, or one that could be mistaken for what shows a cut; a table is none. Owned
 * by the caller; NULL where nothing is. HINT, where it is not NULL, is set to what helps. Static.
 */
char *view_wrong(const struct block *block, const struct record *record, const char **hint);

/*
 * Why nobody could read what BLOCK shows of RECORD: view_render() says just that in its place.
 * Owned by the caller; NULL where it can be read.
 */
char *view_too_much(const struct block *block, const struct record *record);

#endif
