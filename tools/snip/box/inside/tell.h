/*
 * What the first process of a box tells snip: see box/inside/protocol.h. Only async-signal-safe
 * calls are made.
 */
#ifndef SNIP_BOX_INSIDE_TELL_H
#define SNIP_BOX_INSIDE_TELL_H

#include <stdbool.h>
#include <sys/resource.h>

#include "box/inside/protocol.h"

/* Sends MESSAGE over CONTROL. Should snip be gone, nobody is told. */
void tell(int control, const struct box_message *message);

/*
 * Sends BOX_STEP_FAILED of STEP, for what errno says; PROGRAM is which, of those from BOX_FORK on.
 */
void tell_failed(int control, enum box_step step, size_t program);

/* Sends BOX_ENDED of PROGRAM with TAG, for what wait4(2) gave as its STATUS and its USAGE. */
void tell_ended(int control, size_t program, uint64_t tag, int status, const struct rusage *usage);

/*
 * Sends BOX_READY, with a workspace together with PROC and views on its sockets and shared memory,
 * and begins to note in FACTS what the kernel gives out, with *SOCKETS a watch on those that die
 * (box/inside/ports.h). Returns false with errno set.
 */
bool tell_ready(int control, const struct box_spec *spec, int proc, int *sockets,
                struct box_facts *facts);

/* Completes FACTS, the last of them with the watch SOCKETS, which ends, and sends them. */
void tell_facts(int control, int *sockets, struct box_facts *facts);

/* Sends what of SPEC's products the compiler made in FOLDER. */
void tell_products(int control, const struct box_spec *spec, const char *folder);

#endif
