/*
 * snip.yml: where posts, snippets and records are, and how to compile. Paths are relative to the
 * file's folder.
 */
#ifndef SNIP_DOC_SETTINGS_CONFIG_H
#define SNIP_DOC_SETTINGS_CONFIG_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"

/* The settings, defaults filled in. Folders have no `./` before them and no `/` behind. */
struct config {
    struct strings posts; /* folders of CommonMark files, and files: _posts */
    char *snippets;       /* snippets */
    char *records;        /* _data/snippets */
    char *compiler;       /* cc */
    struct strings flags; /* -std=gnu17 -Wall -Wextra */
    struct strings libs;  /* for the linker, where a program needs them: none */
};

/* Sets the defaults. */
void config_default(struct config *config);

/*
 * Reads TEXT, the YAML file at PATH: keys posts (a folder or file, or a list of them), snippets,
 * records, compiler, flags, libs (lists). A key left out keeps its default, so an empty file is
 * fine. A path must be relative and stay below the file's own folder; a flag that says what to
 * compile or where to, or runs other programs, is refused: that is snip's. Wrong input is added to
 * ERRS as ERR_INPUT at PATH:line, all of it, and makes it return false. CONFIG is initialised here;
 * end it with config_release() either way.
 */
bool config_parse(struct config *config, const char *path, struct slice text, struct errs *errs)
    __attribute__((warn_unused_result));

/* Tells whether KEY is one of the file's. */
bool config_has_key(const char *key);

/* Frees what CONFIG owns. */
void config_release(struct config *config);

#endif
