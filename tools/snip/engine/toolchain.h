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
    struct strings env;             /* for the compiler: PATH, LC_ALL */
    struct environment environment; /* of this machine */
    struct buf flags;               /* compiler, flags and libraries as one text, for the digest */
};

/*
 * Finds the compiler that CONFIG names and asks it for its version, in a box. It is given up as
 * soon as *STOP is not 0 (STOP may be NULL). Fails with ERR_SYSTEM and a mend where there is none
 * or where it cannot be run. CONFIG must outlive it. End it with toolchain_release() either way.
 */
bool toolchain_init(struct toolchain *tools, const struct config *config, struct loop *loop,
                    const int *stop, struct err *err) __attribute__((warn_unused_result));

/* Puts what makes CONFIG's compilations differ into FLAGS, as toolchain_init() does: no machine is
 * asked. */
void toolchain_flags(const struct config *config, struct buf *flags);

/* Frees what TOOLS owns. */
void toolchain_release(struct toolchain *tools);

#endif
