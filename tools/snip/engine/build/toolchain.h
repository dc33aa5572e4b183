/*
 * The compiler and what else of this machine an outcome is made with.
 */
#ifndef SNIP_ENGINE_BUILD_TOOLCHAIN_H
#define SNIP_ENGINE_BUILD_TOOLCHAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "box/loop.h"
#include "box/spec.h"
#include "doc/settings/config.h"
#include "engine/record/record.h"

/* How to call the compiler, and what is called. */
struct toolchain {
    const struct config *config;
    bool bare;            /* there is to be no box (--sandbox=none) */
    bool trust;           /* a compiler of the project may run (--trust) */
    char *compiler;       /* absolute path, in a box */
    char *own;            /* its path in the project; NULL: it is one of the machine */
    struct buf own_text;  /* what that file holds */
    struct strings parts; /* files that compile and link: compiler, cc1, as, ld … */
    struct strings env;   /* for the compiler: PATH, LC_ALL */
    struct strings shown; /* folders it sees besides the system's: where it lies, what flags name */
    struct environment environment; /* of this machine */
    bool assembler_tells;           /* its assembler knows --MD */
    bool linker_tells;              /* its linker knows --dependency-file */
};

/*
 * Of TOOLS, config, bare and trust are set, and all else is 0. Finds the compiler that the config
 * names and asks it for its version and its parts, in a box; or takes what it said from the file
 * CACHE (NULL: none), while neither it nor they have changed. It is given up as soon as *STOP is
 * not 0 (STOP may be NULL). Fails with ERR_SYSTEM and a mend where there is none or where it cannot
 * be run, with ERR_INPUT where it is one of the project that nobody trusts. The config must outlive
 * it. End it with toolchain_release() either way.
 */
bool toolchain_init(struct toolchain *tools, const char *cache, struct loop *loop, const int *stop,
                    struct err *err) __attribute__((warn_unused_result));

/*
 * As toolchain_init(), but from the file CACHE alone: nothing is run. Returns false where that does
 * not do; end TOOLS with toolchain_release() either way.
 */
bool toolchain_recall(struct toolchain *tools, const char *cache);

/*
 * Adds to SHOWN the folder of the machine that FLAG names, for a compiler to see, unless TOOLS, the
 * system or SHOWN have it already. Returns false where nobody's compiler is to see it.
 */
bool toolchain_show(const struct toolchain *tools, const char *flag, struct strings *shown)
    __attribute__((warn_unused_result));

/* Sets ERR, at LINE of the file PATH, to say that toolchain_show() has refused FLAG. */
void toolchain_refuse(const char *flag, const char *path, int line, struct err *err);

/*
 * Tells whether a compiler that sees the folders SHOWN besides the system's can have read the
 * machine's PATH. What is nowhere counts too.
 */
bool toolchain_sees(const struct strings *shown, const char *path);

/* Tells whether the compiler is clang, or calls itself so. */
bool toolchain_is_clang(const struct toolchain *tools);

/* The loader of this machine's programs (ld.so(8)): the path that snip itself was loaded by. */
const char *toolchain_loader(void);

/*
 * The path to execute the compiler by; where there is no box and it is the project's, below the
 * folder BARE. Owned by the caller.
 */
char *toolchain_path(const struct toolchain *tools, const char *bare);

/* The compiler of the project as a file for a box: NAME is set to what it is called, owned by the
 * caller. Only where TOOLS have one. */
struct box_file toolchain_file(const struct toolchain *tools, char **name);

/* Where a project keeps what its compiler said: the CACHE of the two above. */
extern const char toolchain_cache[];

/* Frees what TOOLS owns. */
void toolchain_release(struct toolchain *tools);

#endif
