/*
 * Records: the one truth about a run. One JSON file a snippet (RFC 8259), committed, that the posts
 * and the site are made from. It holds nothing that changes from run to run: no date, no path of
 * the machine.
 */
#ifndef SNIP_ENGINE_RECORD_RECORD_H
#define SNIP_ENGINE_RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "engine/record/recordlab.h"
#include "engine/record/recordtrace.h"
#include "file/digest.h"

/* A file (or the flags) that the outcome depends on and that belongs to the repository. */
struct record_input {
    char *name; /* path below the snippets folder, or "flags" */
    char digest[DIGEST_HEX + 1];
};

/* What the compiler said of one program. */
struct record_compile {
    char *file;            /* name in the snippet's folder; of a program of several the first … */
    struct strings others; /* … and these are the others */
    char *command;         /* as a reader would type it */
    char *result;          /* "ok", "warn" or "fail" */
    char *diagnostics;     /* its output; "" for none */
};

/* How one process went. */
struct record_process {
    char *name;
    char *host;     /* of the lab; NULL where there is none */
    char *command;  /* as a reader would type it, after the prompt */
    int status;     /* exit status, where signal is NULL */
    char *signal;   /* name without SIG, or NULL */
    char *output;   /* what it printed, made visible (text_show()) and masked */
    bool stopped;   /* signal is that of its own `stop`, sent when all was done */
    bool unordered; /* nothing orders its lines, and they are sorted */
};

/* What it was made with. */
struct environment {
    char *kernel;   /* "Linux 6.18" */
    char *compiler; /* "gcc 12.2" */
    char *libc;     /* "glibc 2.36" */
};

VEC_TYPE(record_inputs, struct record_input);
VEC_TYPE(record_compiles, struct record_compile);
VEC_TYPE(record_processes, struct record_process);

/* A record in memory. All strings are owned by it. */
struct record {
    char *snippet;
    char *title; /* or NULL */
    struct record_inputs inputs;
    struct environment environment;
    struct lab lab;
    struct record_compiles compiles;
    struct record_processes processes;
    struct trace trace; /* where the manifest asks for it */
};

/* Reads the JSON text of a record. Fails with ERR_FALSE at PATH where it is none. RECORD is set
 * either way. */
bool record_parse(struct record *record, const char *path, const char *text, size_t len,
                  struct err *err) __attribute__((warn_unused_result));

/* Appends RECORD as JSON, always the same bytes for the same record. */
void record_print(struct buf *out, const struct record *record);

/* Tells whether A and B saw the same: compiler's words, commands, ends, outputs, traces. Inputs,
 * environment and lab do not count. */
bool record_same_outcome(const struct record *a, const struct record *b);

/* As record_same_outcome(), whatever was recorded of their runs. */
bool record_same_outputs(const struct record *a, const struct record *b);

/* Tells whether the processes of A and B had the same commands, ends and outputs. */
bool record_processes_same(const struct record_processes *a, const struct record_processes *b);

/* Tells whether A and B have the same inputs. */
bool record_same_inputs(const struct record *a, const struct record *b);

/* Adds the digest of the LEN bytes at DATA under NAME to the inputs, which stay sorted by name. */
void record_add_input(struct record *record, const char *name, const void *data, size_t len);

/* The digest under NAME, or NULL. */
const char *record_input_digest(const struct record *record, const char *name);

/* The compilation of FILE: of the program that is called as it, else of one that it is a part of;
 * or NULL. */
const struct record_compile *record_find_compile(const struct record *record, const char *file);

/* The JSON library and its version, "jansson 2.14". Static. */
const char *record_library(void);

/* Frees what PROCESSES own; there are none afterwards. */
void record_processes_release(struct record_processes *processes);

/* Frees what RECORD owns; it is empty afterwards. */
void record_release(struct record *record);

/* Makes *TO a copy of FROM; what *TO held is freed. */
void environment_copy(struct environment *to, const struct environment *from);

/* Frees the strings. */
void environment_release(struct environment *environment);

#endif
