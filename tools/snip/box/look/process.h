/*
 * The processes of a box, as its /proc shows them. A process is looked at through a descriptor of
 * its directory: when it ends and its pid is another's, what lies below that descriptor is gone,
 * not the other's.
 */
#ifndef SNIP_BOX_LOOK_PROCESS_H
#define SNIP_BOX_LOOK_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

VEC_TYPE(numbers, int);

/* Frees what NUMBERS holds. */
void numbers_release(struct numbers *numbers);

/* Adds the names below DIR/NAME that are numbers, sorted. False with errno where that fails. */
bool numbers_list(int dir, const char *name, struct numbers *out);

/* The pids in PROC but that of the init. Returns false with errno where that fails. */
bool process_list(int proc, struct numbers *out);

/* A process that is looked at. */
struct process {
    int pid;
    int dir;       /* its directory in PROC; -1: it is another program's, or has ended */
    char live[24]; /* below it, a thread's directory that has descriptors and namespaces */
};

/*
 * Opens PID in PROC, if it is one of TAG (box/look/observe.h), with 0 any. Fails with ERR_SYSTEM
 * where it may not be looked at. Close it either way.
 */
bool process_open(struct process *process, int proc, int pid, uint64_t tag, struct err *err)
    __attribute__((warn_unused_result));

/* Closes PROCESS. */
void process_close(struct process *process);

/*
 * Tells whether a look at PROCESS that just failed, as errno says, did so since it is closed to who
 * looks; else it has ended.
 */
bool process_is_closed(const struct process *process);

/*
 * Reads the small file NAME (proc(5)) of the thread at AT, "." or "task/TID", as a string. Returns
 * false with errno where that fails; TEXT is "" then.
 */
bool process_read(const struct process *process, const char *at, const char *name, char *text,
                  size_t size);

/* How a thread is (proc_pid_stat(5)). */
struct condition {
    char state; /* its letter; 0 where there is no such thread any more */
    bool ends;  /* it is on its way to its end, or has ended */
    int parent, session;
};

/* How the thread at AT is. */
struct condition process_condition(const struct process *process, const char *at);

/* The tag of PROCESS in a box; 0 where it has ended. */
uint64_t process_tag(const struct process *process);

/* The tag of PROCESS where there is no box (box/look/tag.h). */
uint64_t process_session(const struct process *process);

#endif
