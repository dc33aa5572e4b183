/*
 * Runs programs in another world: the first process of a lab, which has made the hosts' networks
 * and first processes and waits for their end (box/inside/split.h), traces them all. Unlike a
 * recorder (box/trace/recorder.h) it lets them run as they want, and stops only those that ask what
 * it answers otherwise, or, for a moment, those that are about to meet others.
 *
 * No program can see it: it is in the pid namespace outside of theirs. With it all of them die
 * (PTRACE_O_EXITKILL). It makes system calls alone, and allocates no memory; while it traces it
 * makes those that a filter of its own lets pass (box/world/seccomp.h). It trusts nothing that it
 * reads of a program: what it writes there, the program could have written itself.
 */
#ifndef SNIP_BOX_ELSEWHERE_TRACER_H
#define SNIP_BOX_ELSEWHERE_TRACER_H

#include <stdbool.h>
#include <sys/types.h>

#include "box/world/elsewhere.h"

/* Opaque. */
struct tracer;

/*
 * A tracer for WORLD, whose programs are to run on so many PROCESSORS. It calls UNTRACED, with
 * OWNER, when a program wants to trace another one, which only one may: then the run is no longer
 * like one that nobody watches. NULL with errno. There is one at most in a process.
 */
struct tracer *tracer_begin(const struct elsewhere *world, unsigned processors,
                            void (*untraced)(void *owner), void *owner);

/* Traces PID, the first process of a host, for the programs that it starts. False with errno. */
bool tracer_add_host(struct tracer *tracer, pid_t pid);

/* Traces until all first processes have ended. */
void tracer_run(struct tracer *tracer);

#endif
