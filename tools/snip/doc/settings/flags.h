/*
 * Flags of the compiler in a settings file: `flags` and `libs`, of a project or of a snippet.
 */
#ifndef SNIP_DOC_SETTINGS_FLAGS_H
#define SNIP_DOC_SETTINGS_FLAGS_H

#include <stdbool.h>

#include "base/vec.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/*
 * Appends the flags of the list NODE to FLAGS; HINT is how to write one. A flag that says what to
 * compile or where to, runs other programs or names what is hidden is a mistake, and so is what is
 * no flag.
 */
void flags_read(const struct reading *r, const struct node *node, const char *hint,
                struct strings *flags);

/*
 * The path in FLAG, one of the compiler's that tells where to look for headers or, then *LIBRARIES
 * is set, for libraries (GCC manual, "Options for Directory Search"). It is a part of FLAG; NULL:
 * none.
 */
const char *flag_path(const char *flag, bool *libraries);

#endif
