/*
 * A snippet's manifest: what its author declares of it, read from YAML. A snippet of one file
 * without one has the defaults.
 */
#ifndef SNIP_DOC_MANIFEST_MANIFEST_H
#define SNIP_DOC_MANIFEST_MANIFEST_H

#include <stdbool.h>

#include "base/err.h"
#include "base/lab.h"
#include "base/text.h"
#include "doc/manifest/lab.h"
#include "doc/manifest/limits.h"
#include "doc/manifest/masks.h"
#include "doc/manifest/placed.h"
#include "doc/manifest/process.h"
#include "doc/manifest/programs.h"
#include "doc/settings/signals.h"

/* What the compiler must say: no word, warnings, or errors. */
enum compile_expect { COMPILE_OK, COMPILE_WARN, COMPILE_FAIL };

/* What an output may truly differ with from machine to machine. */
enum depends { DEPENDS_KERNEL = 1, DEPENDS_COMPILER = 2, DEPENDS_LIBC = 4 };

/* The word for it in a manifest and a record: "ok", "warn", "fail". */
const char *compile_expect_name(enum compile_expect expect);

/* Flags or libraries of one snippet: besides those of the project, or in their place. */
struct own_flags {
    struct strings words;
    bool replace;
    int line; /* of their key; 0 where there are none */
};

/* A whole manifest. */
struct manifest {
    char *path;  /* for messages; NULL where the snippet has none */
    char *title; /* or NULL */
    enum compile_expect compile;
    int compile_line;               /* 0 where nothing was declared */
    struct own_flags flags, libs;   /* for the compiler, and for the linker after the sources */
    struct process_specs processes; /* in order; always one at least */
    bool has_run;                   /* whether they were declared by `run` */
    struct lab lab;                 /* without hosts: one host, which has only a loopback */
    struct trace_spec trace;        /* how runs are recorded; not on: they are not */
    struct limits limits;
    struct placed_files files;
    struct mask_specs masks;
    unsigned depends; /* of enum depends */
};

/*
 * Makes MANIFEST that of SUBJECT without one: one process, which runs the only C file (of a folder
 * with several the first, of one without any `main.c`) with no arguments, and is named as it.
 */
void manifest_default(struct manifest *manifest, const struct manifest_subject *subject);

/*
 * Reads TEXT, the YAML file at PATH, the manifest of SUBJECT. Its keys are the rows of the tables
 * in manifest.c, process.c, limits.c, lab.c and trace.c. Values are text as written, so the
 * argument 8080 needs no quotes. Each mistake (an unknown key, a wrong value, what cannot be
 * together, a file without keys) is added to ERRS as ERR_INPUT at PATH:line, in the order of lines,
 * and makes it return false. Whether commands and placed files exist is not asked here. MANIFEST is
 * initialised here and has the default for what was wrong; end it with manifest_release() either
 * way.
 */
bool manifest_parse(struct manifest *manifest, const char *path, struct slice text,
                    const struct manifest_subject *subject, struct errs *errs)
    __attribute__((warn_unused_result));

/* Frees what MANIFEST owns. */
void manifest_release(struct manifest *manifest);

#endif
