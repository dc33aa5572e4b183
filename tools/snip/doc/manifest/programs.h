/*
 * Whether the C files of a snippet and the processes that run them fit together.
 */
#ifndef SNIP_DOC_MANIFEST_PROGRAMS_H
#define SNIP_DOC_MANIFEST_PROGRAMS_H

#include <stdbool.h>

#include "base/vec.h"
#include "doc/manifest/placed.h"
#include "doc/manifest/process.h"
#include "doc/settings/fields.h"

/* What a manifest is of. */
struct manifest_subject {
    const char *source; /* the C file of a snippet of one file, "create.c"; NULL for a folder */
    const struct strings *sources; /* the names of the C files of a folder; NULL for one file */
    const struct strings *parts;   /* of those, beside which a header of the same name lies */
};

/*
 * Reports, of the processes SPECS of a manifest with `run` or `sources`: a source that is not in
 * the snippet's folder, two programs of one name, a command "./NAME" that no source is built to,
 * and a C file of the folder that is in no program.
 */
void programs_check(const struct reading *r, const struct process_specs *specs,
                    const struct manifest_subject *subject);

/* Reports, of a manifest without `run`, that the snippet's folder has not just one C file. */
void programs_check_only(const struct reading *r, const struct manifest_subject *subject);

/* Reports each of FILES that is put where a program of SPECS lies. */
void programs_check_files(const struct reading *r, const struct process_specs *specs,
                          const struct placed_files *files);

#endif
