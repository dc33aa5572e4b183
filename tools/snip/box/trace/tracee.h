/*
 * A traced thread (ptrace(2)): its call, its memory, its registers. Each function returns false
 * with errno where the thread is gone, or not stopped. No memory is allocated.
 */
#ifndef SNIP_BOX_TRACE_TRACEE_H
#define SNIP_BOX_TRACE_TRACEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A call that a thread makes. */
struct tracee_call {
    long number;
    uint64_t args[6];
};

/* Traces PID from now on, which is stopped only by the calls of a filter (seccomp(2)). */
bool tracee_seize(pid_t pid);

/* Lets it run to the next call that is traced; SIGNAL, if not 0, is delivered. */
bool tracee_run(pid_t pid, int signal);

/*
 * Lets it run to the end of the call that it is in, or the entry of its next one; SIGNAL as above.
 */
bool tracee_run_call(pid_t pid, int signal);

/* Leaves it stopped by the signal that it was stopped by (PTRACE_LISTEN). */
bool tracee_leave_stopped(pid_t pid);

/* Breaks off what it waits for. */
bool tracee_interrupt(pid_t pid);

/* What PTRACE_GETEVENTMSG tells of its stop. */
bool tracee_message(pid_t pid, unsigned long *message);

/* The call at whose entry it is stopped by the filter. */
bool tracee_get_call(pid_t pid, struct tracee_call *call);

/* Has it make CALL in place of the call at whose entry it is stopped. */
bool tracee_set_call(pid_t pid, const struct tracee_call *call);

/* Its stack pointer. */
bool tracee_get_stack(pid_t pid, uint64_t *stack);

/*
 * The call at whose entry it is stopped, traced or not (PTRACE_SYSCALL); false with ESRCH where it
 * is stopped otherwise.
 */
bool tracee_get_entry(pid_t pid, long *number);

/*
 * Stopped by a signal: has the call made again that the signal has broken off with EINTR. Nothing
 * is done where it has not.
 */
bool tracee_call_unbroken(pid_t pid);

/* What the call returned at whose end it is stopped. */
bool tracee_get_result(pid_t pid, int64_t *result);

/*
 * At the end of a call: it returns RESULT, and its registers are as they were for CALL, whatever
 * was called instead.
 */
bool tracee_set_result(pid_t pid, const struct tracee_call *call, int64_t result);

/* Stopped by a signal after CALL: it makes CALL once more. */
bool tracee_call_again(pid_t pid, const struct tracee_call *call);

/* Copies LEN bytes of its memory at FROM to TO; all of them or none. */
bool tracee_read(pid_t pid, uint64_t from, void *to, size_t len);

/* Copies LEN bytes from FROM to its memory at TO; all of them or none. */
bool tracee_write(pid_t pid, uint64_t to, const void *from, size_t len);

#endif
