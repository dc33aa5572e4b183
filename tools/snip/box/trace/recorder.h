/*
 * Records a run: the first process of a lab, which has made the hosts' networks and first processes
 * and waits for their end (box/inside/split.h), is the tracer of all programs. It lets one thing
 * happen at a time, by the rule of box/trace/turns.h, and tells snip what came of each. What it
 * tells is the same in every run of the same programs.
 *
 * A step: one thread is let go until it waits in a call or makes its next one, or one frame
 * arrives, or time passes. Then it is waited until nobody runs and no packet is on its way in the
 * kernel; all are on one processor, so that what is looked at stands still. Then the frames that
 * left are taken, and what changed in the kernel's tables is told.
 *
 * No program can see it: it is in the pid namespace outside of theirs. With it all of them die
 * (PTRACE_O_EXITKILL). It makes system calls alone, and allocates no memory; while it records it
 * makes those that a filter of its own lets pass (box/world/seccomp.h).
 */
#ifndef SNIP_BOX_TRACE_RECORDER_H
#define SNIP_BOX_TRACE_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/lab.h"

/* Opaque. */
struct recorder;

/*
 * A recorder of LAB as SPEC and SEED say (box/spec.h), which tells over CHANNEL. PROC is the path
 * of a /proc of a namespace above. NULL with errno. There is one at most in a process.
 */
struct recorder *recorder_begin(const struct lab *lab, const struct trace_spec *spec,
                                unsigned long long seed, int channel);

/* Takes the network of HOST, in which the caller is, and the host's first process PID. */
bool recorder_add_host(struct recorder *recorder, size_t host, pid_t pid);

/* Takes the network of the hub, in which the caller is. */
bool recorder_add_hub(struct recorder *recorder);

/* Records until all first processes have ended. */
void recorder_run(struct recorder *recorder);

#endif
