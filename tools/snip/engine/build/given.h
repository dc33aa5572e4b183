/*
 * What a compilation is given of the project: the files of the snippet's folder, the headers of the
 * snippets folder, and what flags name, as snip has read them. It sees nothing else of the project,
 * so what lies beside the snippets cannot come into a program or a post.
 */
#ifndef SNIP_ENGINE_BUILD_GIVEN_H
#define SNIP_ENGINE_BUILD_GIVEN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/spec.h"
#include "engine/build/toolchain.h"
#include "engine/plan/plan.h"

/* A file that is given. */
struct given_file {
    const char *path;       /* in the project */
    const struct buf *text; /* its content */
};

/* All that are; what they consist of is the plan's and the toolchain's, or is kept here. */
struct given {
    VEC(struct given_file) files;
    VEC(struct box_file) boxed; /* the same, as a box takes them */
    struct strings names;       /* of those */
    struct snippet_files named; /* by flags; their memory */
    struct strings shown;       /* folders of the machine that are seen besides the system's */
};

/*
 * Collects what is given to the compilations of SNIPPET, of PLAN, by TOOLS; all must outlive GIVEN.
 * Fails with ERR_INPUT where a file that a flag names cannot be read or seen, or where it is too
 * much. End it with given_release() either way.
 */
bool given_collect(struct given *given, const struct plan *plan, const struct snippet *snippet,
                   const struct toolchain *tools, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Appends to PATHS the files of the project that flags in OPTIONS name, seen from FOLDER, where a
 * compiler may look for headers and libraries. Fails with ERR_INPUT where a folder cannot be
 * listed.
 */
bool given_named(const struct options *options, const char *folder, struct strings *paths,
                 struct err *err) __attribute__((warn_unused_result));

/* The content of the file PATH that is given, NULL for none. */
const struct buf *given_find(const struct given *given, const char *path);

/* Tells whether PATH has the name of a library. */
bool given_is_library(const char *path);

/* Frees what GIVEN owns. */
void given_release(struct given *given);

#endif
