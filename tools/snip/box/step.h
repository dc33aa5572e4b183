/*
 * The steps of setting up a box: the names a person is told, and how to mend a machine where one
 * fails.
 */
#ifndef SNIP_BOX_STEP_H
#define SNIP_BOX_STEP_H

#include <stdbool.h>

#include "base/err.h"

/* The steps of setting up, in order. */
enum box_step {
    BOX_CLONE,    /* clone3(2) with all namespaces */
    BOX_IDENTITY, /* the uid and gid maps */
    BOX_HOSTS,    /* the networks and hosts of a lab */
    BOX_MOUNTS,   /* a mount tree of its own; devices; a working folder */
    BOX_PROC,     /* a /proc of its own processes */
    BOX_NETWORK,  /* loopback up, and a view on its sockets */
    BOX_LIMITS,   /* rlimits, no_new_privs, address layout, processor */
    BOX_FILTER,   /* a filter of system calls (box/world/seccomp.h), in each program */
    BOX_FORK,     /* fork(2), for each program */
    BOX_EXEC,     /* standard descriptors, execve(2) */
    BOX_STEPS
};

/* What STEP makes, in a person's words: "a /proc of its own". */
const char *box_step_name(enum box_step step);

/*
 * Sets ERR to what failed: STEP, PLACE in it (NULL: all of it), with ERROR (errno); how to mend it,
 * where that is known, is its hint. Always returns false.
 */
bool box_step_error(struct err *err, enum box_step step, const char *place, int error);

#endif
