/*
 * Files of a snippet's folder that are put elsewhere in its world: `files: { /etc/hosts: hosts }`.
 */
#ifndef SNIP_DOC_MANIFEST_PLACED_H
#define SNIP_DOC_MANIFEST_PLACED_H

#include "base/vec.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* A file of the snippet's folder put elsewhere in its world. */
struct placed_file {
    char *target; /* absolute and normal; what is written as a relative path is below /tmp */
    char *source; /* relative to the snippet's folder and normal, maybe in a folder below it */
    int line;     /* of the target */
};

VEC_TYPE(placed_files, struct placed_file);

/*
 * Reads the mapping NODE into the struct placed_files r->into. Targets are below /etc, /srv, /var,
 * /opt or /tmp, at most 12 folders deep, but not where the machine's own are; none is another one
 * or below it. Whether a source exists is not asked.
 */
void placed_read(const struct reading *r, const struct node *node);

/* Reports each of FILES that is put where the program NAME of the snippet lies, or below it. */
void placed_check_program(const struct reading *r, const struct placed_files *files,
                          const char *name);

/* Frees what FILES own; it is empty afterwards. */
void placed_files_release(struct placed_files *files);

#endif
