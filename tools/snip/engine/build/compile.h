/*
 * Compiling one source file to one program, in a box, and reading what the compiler said.
 */
#ifndef SNIP_ENGINE_BUILD_COMPILE_H
#define SNIP_ENGINE_BUILD_COMPILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/loop.h"
#include "doc/manifest/manifest.h"
#include "engine/build/toolchain.h"

/* One message of the compiler. */
struct diagnostic {
    char *file; /* as the compiler names it: in the snippet's folder, or absolute */
    int line;
    bool error;    /* else a warning */
    char *text;    /* "expected ‘;’ before ‘}’ token" */
    char *excerpt; /* the lines below it that show the place; "" for none */
};

VEC_TYPE(diagnostics, struct diagnostic);

/* A compilation, under way or done. Its owner keeps it in place until `done` was called. */
struct compilation {
    const struct toolchain *tools;
    const char *source; /* file name in the folder */
    char *command;      /* as a reader would type it */
    char *prefix_map;
    char *folder; /* where the compiler runs, in its box */
    char *build;  /* the folder that the compiler writes to */
    struct box *box;
    struct loop *loop;
    void (*done)(struct compilation *compilation, void *owner);
    void *owner;
    /* the result */
    enum compile_expect result;
    struct buf program; /* the bytes of what was made; empty where it failed */
    struct buf output;  /* what the compiler said, made visible (text_show()) */
    struct err failure; /* kind ERR_NONE unless the machine failed, or the limit was reached */
    struct buf rule;    /* what it read, as a rule of make; empty where it tells of nothing */
};

/* What a compilation is given, named as in a box: "BOX_PROJECT/snippets/socket/create.c". */
struct compile_files {
    const struct box_file *v;
    size_t n;
    int64_t date; /* Unix time at which it is compiled, and they were changed; 0: as it is */
};

/*
 * Starts compiling SOURCE of FOLDER, a path in the project, where only FILES are; nothing of FILES
 * is kept. DONE is called once from LOOP. Fails with ERR_SYSTEM where nothing could be started;
 * DONE is not called then.
 */
bool compilation_start(struct compilation *compilation, const struct toolchain *tools,
                       struct loop *loop, const struct compile_files *files, const char *folder,
                       const char *source, void (*done)(struct compilation *, void *), void *owner,
                       struct err *err) __attribute__((warn_unused_result));

/* Kills a compilation under way; DONE follows. */
void compilation_kill(struct compilation *compilation);

/* Finds the errors and warnings in OUTPUT, the words of gcc or clang, and adds them to LIST. */
void diagnostics_parse(struct diagnostics *list, const char *output);

/* Frees the diagnostics. */
void diagnostics_release(struct diagnostics *list);

/* Frees what COMPILATION owns. */
void compilation_release(struct compilation *compilation);

#endif
