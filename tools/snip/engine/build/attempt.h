/*
 * One attempt to make a program, in a box: a compiler makes an object of each source, links them,
 * and of what came of it the loader says what it will load.
 */
#ifndef SNIP_ENGINE_BUILD_ATTEMPT_H
#define SNIP_ENGINE_BUILD_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/loop.h"
#include "box/spec.h"
#include "doc/manifest/manifest.h"
#include "engine/build/toolchain.h"
#include "engine/plan/options.h"

/* What is asked of a compiler; all that it names must stay until it has been answered. */
struct compile_request {
    const struct toolchain *tools;
    const struct options *options;
    const char *folder;           /* of the sources, a path in the project; "." is the project's */
    const struct words *sources;  /* their names there, one at least */
    const struct box_file *files; /* what is given, named as in a box: … */
    size_t nfiles;                /* … "BOX_PROJECT/snippets/socket/create.c" */
    const struct strings *shown;  /* folders of the machine that are seen besides the system's */
    int64_t date; /* Unix time at which it is compiled, and files were changed; 0: as it is */
};

/* What came of it. */
struct compiled {
    enum compile_expect result;
    bool unlinked;      /* each source compiles, and linking fails */
    struct buf program; /* the bytes of what was made; empty where it failed */
    struct buf output;  /* what was said, made visible (text_show()) */
    size_t linking;     /* where in it the linker's words begin */
    struct err failure; /* kind ERR_NONE unless the machine failed, or a limit was reached */
    struct buf rule;    /* what the sources were made from: rules of make, one after another */
    struct buf linked;  /* what was linked: a rule of make, or empty */
    struct buf loaded;  /* what the loader says it will load: lines of ldd(1), or empty */
};

/* An attempt, under way or done. Its owner keeps it in place until `done` was called. */
struct attempt {
    const struct compile_request *request;
    const struct words *given; /* the project's libraries that are linked */
    char *name;                /* of the program */
    char *folder;              /* where the compiler runs, in its box */
    char *build;               /* the folder that it writes to */
    struct box *box;
    void (*done)(struct attempt *attempt, void *owner);
    void *owner;
    struct compiled got; /* the result; its parts may be taken */
};

/*
 * Starts ATTEMPT at REQUEST with what of the project's libraries is GIVEN, which must stay until
 * DONE is called, once, from LOOP. Fails with ERR_SYSTEM where nothing could be started; DONE is
 * not called then.
 */
bool attempt_start(struct attempt *attempt, const struct compile_request *request,
                   const struct words *given, struct loop *loop,
                   void (*done)(struct attempt *, void *), void *owner, struct err *err)
    __attribute__((warn_unused_result));

/* Kills an attempt under way; DONE follows. */
void attempt_kill(struct attempt *attempt);

/* Tells whether A and B came to the same: result and words. */
bool compiled_same(const struct compiled *a, const struct compiled *b);

/* Frees what GOT owns; it is empty afterwards. */
void compiled_release(struct compiled *got);

/* Frees what ATTEMPT owns, what it got included. */
void attempt_release(struct attempt *attempt);

#endif
