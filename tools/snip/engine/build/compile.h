/*
 * Compiling C files to one program, and linking what of the project's libraries it needs: those
 * without which it does not link. So a library that is new to snip.yml changes no program that does
 * without it.
 */
#ifndef SNIP_ENGINE_BUILD_COMPILE_H
#define SNIP_ENGINE_BUILD_COMPILE_H

#include <stdbool.h>

#include "base/err.h"
#include "box/loop.h"
#include "engine/build/attempt.h"

/* A compilation, under way or done. Its owner keeps it in place until `done` was called. */
struct compilation {
    struct compile_request request;
    struct words given; /* the project's libraries that were linked */
    bool tried;         /* it did not link without any */
    char *command;      /* as a reader would type it */
    struct loop *loop;
    struct attempt attempt;
    struct words trying; /* what the attempt is given */
    bool killed;
    size_t next; /* how many of `given` are still to be left out, one at a time */
    void (*done)(struct compilation *compilation, void *owner);
    void *owner;
    char *build;         /* the folder in which it was made, in its box */
    struct compiled got; /* the result */
};

/*
 * Starts COMPILATION of REQUEST. DONE is called once from LOOP. Fails with ERR_SYSTEM where nothing
 * could be started; DONE is not called then.
 */
bool compilation_start(struct compilation *compilation, const struct compile_request *request,
                       struct loop *loop, void (*done)(struct compilation *, void *), void *owner,
                       struct err *err) __attribute__((warn_unused_result));

/* Kills a compilation under way; DONE follows. */
void compilation_kill(struct compilation *compilation);

/* Frees what COMPILATION owns. */
void compilation_release(struct compilation *compilation);

#endif
