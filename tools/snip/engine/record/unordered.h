/*
 * Lines that nothing orders: which came first is the kernel's choice, or chance.
 */
#ifndef SNIP_ENGINE_RECORD_UNORDERED_H
#define SNIP_ENGINE_RECORD_UNORDERED_H

#include "base/buf.h"
#include "doc/manifest/masks.h"
#include "engine/record/mask.h"

/*
 * Sorts the lines of TEXT, an output made visible and not masked yet, by their bytes, as sort(1)
 * does with LC_ALL=C. What MASKS take by FACTS counts as the mask's name alone, so that values
 * which vary do not order the lines; only of lines that are the same but for these.
 */
void unordered_sort(struct buf *text, const struct mask_specs *masks,
                    const struct mask_facts *facts);

#endif
