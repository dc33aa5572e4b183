/*
 * The system calls that the programs of a box may make (seccomp(2)).
 */
#ifndef SNIP_BOX_WORLD_SECCOMP_H
#define SNIP_BOX_WORLD_SECCOMP_H

#include <linux/filter.h>
#include <stdbool.h>

#include "base/err.h"

/* The kernel runs all parts of a filter for each call, and the stricter answer holds. */
enum { FILTER_PARTS = 3 };

/* Whose programs a filter is for. */
enum filter_kind {
    FILTER_PLAIN,
    FILTER_RECORDED,  /* stopped at the calls of box/trace/call.h */
    FILTER_ELSEWHERE, /* at those that a tracer answers, or delays (box/elsewhere/tracer.h) */
    FILTER_KINDS,
};

/* A filter of system calls, as the kernel takes it. */
struct filter {
    struct sock_fprog parts[FILTER_PARTS]; /* in the order in which they are to be loaded */
};

/*
 * Returns the filter of a box of KIND. Each is made when it is first asked for, and never freed.
 * NULL with ERR_SYSTEM where it cannot be made.
 */
const struct filter *filter_get(enum filter_kind kind, struct err *err);

/*
 * Returns the filter of what traces a run (box/trace/recorder.h, box/elsewhere/tracer.h): the calls
 * that it makes, and exit. Else as filter_get().
 */
const struct filter *filter_get_recorder(struct err *err);

/* Tells whether the kernel takes filters; if not, errno says why. Async-signal-safe. */
bool filter_supported(void);

/* Puts the calling process and its descendants under FILTER for good; it must have no_new_privs.
 * Returns false and errno where that cannot be. Async-signal-safe. */
bool filter_load(const struct filter *filter);

/* The name and the version of the library that makes filters; static. */
const char *filter_library(void);

#endif
