/*
 * A program as it is executed in another world: what it is given is changed before its first
 * instruction (execve(2), getauxval(3)). No memory is allocated.
 */
#ifndef SNIP_BOX_ELSEWHERE_BIRTH_H
#define SNIP_BOX_ELSEWHERE_BIRTH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "box/world/elsewhere.h"

/* What is to be put back once the program's own code runs. */
struct birth {
    uint64_t place, value; /* a pointer of its environment, and what it was; place 0: nothing */
};

/*
 * TID has executed a program, and is stopped before it runs (PTRACE_EVENT_EXEC). It loses sight of
 * the vDSO, so that time and processor are told by system calls; its stack is filled; and for as
 * long as the C library reads its tunables, a variable of its environment is replaced by some. That
 * one is noted in BIRTH.
 */
void birth_begin(const struct elsewhere *world, pid_t tid, struct birth *birth);

/*
 * TID is at the entry or the end of a system call, one of its first. Returns whether the tunables
 * have been read: all is as it was then.
 */
bool birth_end(pid_t tid, struct birth *birth);

#endif
