/*
 * A snippet's manifest: what its author declares of it, read from YAML. A snippet without one has
 * the defaults.
 */
#ifndef SNIP_DOC_MANIFEST_H
#define SNIP_DOC_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "doc/signals.h"

/* What the compiler must say: no word, warnings, or errors. */
enum compile_expect { COMPILE_OK, COMPILE_WARN, COMPILE_FAIL };

/* The word for it in a manifest and a record: "ok", "warn", "fail". */
const char *compile_expect_name(enum compile_expect expect);

/* How a process must end: with STATUS, or killed by SIGNAL where that is not 0. */
struct expectation {
    int status; /* 0 to 255 */
    int signal; /* a signal number, 0 for none */
    int line;   /* in the manifest; 0 where nothing was declared */
};

/* One process of a snippet. */
struct process_spec {
    char *name;
    char *source; /* C file, beside the manifest */
    struct strings args;
    struct strings env; /* "NAME=value" each, in the manifest's order */
    char *input;        /* standard input; NULL: end of file at once */
    size_t input_len;
    struct expectation expect;
};

VEC_TYPE(process_specs, struct process_spec);

/* Bounds of a run. */
struct limits {
    long long time_ms; /* wall clock, milliseconds */
    size_t output;     /* bytes that one process may print */
};

#define LIMITS_DEFAULT                                                                             \
    {                                                                                              \
        .time_ms = 5000, .output = 64 * 1024                                                       \
    }

/* A whole manifest. One process for now; the list is here for those to come. */
struct manifest {
    char *path;  /* for messages; NULL where the snippet has none */
    char *title; /* or NULL */
    enum compile_expect compile;
    struct process_specs processes;
    struct limits limits;
};

/* Makes MANIFEST that of a single-file snippet without one: NAME runs NAME.c with no arguments. */
void manifest_default(struct manifest *manifest, const char *name);

/*
 * Reads TEXT, the YAML file at PATH, the manifest of the single-file snippet whose last path
 * segment is NAME. Keys: title, compile, expect, limits (time, output), stdin, args, env; values
 * are text as written, so the argument 8080 needs no quotes. Any other key, any wrong value, a file
 * without keys, and a key about a run where `compile: fail` means there is none, is added to ERRS
 * as ERR_INPUT at PATH:line, all of them, and makes it return false. MANIFEST is initialised here;
 * end it with manifest_release() either way.
 */
bool manifest_parse(struct manifest *manifest, const char *path, struct slice text,
                    const char *name, struct errs *errs) __attribute__((warn_unused_result));

/* Frees what MANIFEST owns. */
void manifest_release(struct manifest *manifest);

#endif
