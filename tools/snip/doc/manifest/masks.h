/*
 * Which values of an output are volatile, as a manifest says it: `mask: [port, { name: token,
 * match: 'token=(\w+)' }]`.
 */
#ifndef SNIP_DOC_MANIFEST_MASKS_H
#define SNIP_DOC_MANIFEST_MASKS_H

#include "base/vec.h"
#include "doc/settings/fields.h"
#include "doc/settings/pattern.h"
#include "doc/settings/yaml.h"

/* What a mask replaces: a kind of value that snip knows, or what a pattern matches. */
enum mask_kind { MASK_PORT, MASK_PID, MASK_INODE, MASK_ADDRESS, MASK_TIME, MASK_PATTERN };

/* One mask. */
struct mask_spec {
    enum mask_kind kind;
    char *name; /* what is shown in place of a value, without < and >: "port", "token" */
    struct pattern *pattern; /* of MASK_PATTERN, else NULL */
    bool alike; /* of MASK_PATTERN: different values are shown by one name, without a number */
    int line;   /* of the item in the list */
};

VEC_TYPE(mask_specs, struct mask_spec);

/* The word for KIND in a manifest: "port"; NULL for MASK_PATTERN. */
const char *mask_kind_name(enum mask_kind kind);

/*
 * Reads the list NODE into the struct mask_specs r->into. A pattern that cannot be compiled or that
 * matches the empty text is a mistake; one that takes too long is known when it is applied.
 */
void masks_read(const struct reading *r, const struct node *node);

/* Frees what MASKS own; it is empty afterwards. */
void mask_specs_release(struct mask_specs *masks);

#endif
