/*
 * The compiler and what else of this machine an outcome is made with.
 */
#ifndef SNIP_ENGINE_TOOLCHAIN_H
#define SNIP_ENGINE_TOOLCHAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "doc/config.h"
#include "engine/record.h"
#include "sys/loop.h"

/* How to call the compiler, and what is called. */
struct toolchain {
    const struct config *config;
    char *compiler;                 /* absolute path */
    struct strings parts;           /* files that compile and link: compiler, cc1, as, ld … */
    struct strings env;             /* for the compiler: PATH, LC_ALL */
    struct strings shown;           /* folders it sees besides the system's: the project, its own */
    struct environment environment; /* of this machine */
    struct buf flags;               /* compiler, flags and libraries as one text, for the digest */
};

/*
 * Finds the compiler that CONFIG names and asks it for its version and its parts, in a box; or takes
 * what it said from the file CACHE (NULL: none), while neither it nor they have changed. It is given
 * up as soon as *STOP is not 0 (STOP may be NULL). Fails with ERR_SYSTEM and a mend where there is none
 * or where it cannot be run. CONFIG must outlive it. End it with toolchain_release() either way.
 */
bool toolchain_init(struct toolchain *tools, const struct config *config, const char *cache,
                    struct loop *loop, const int *stop, struct err *err)
    __attribute__((warn_unused_result));

/*
 * As toolchain_init(), but from the file CACHE alone: nothing is run. Returns false where that does
 * not do; end TOOLS with toolchain_release() either way.
 */
bool toolchain_recall(struct toolchain *tools, const struct config *config, const char *cache);

/* Where a project keeps what its compiler said: the CACHE of the two above. */
extern const char toolchain_cache[];

/* Puts what makes CONFIG's compilations differ into FLAGS, as toolchain_init() does: no machine is
 * asked. */
void toolchain_flags(const struct config *config, struct buf *flags);

/* Frees what TOOLS owns. */
void toolchain_release(struct toolchain *tools);

#endif
