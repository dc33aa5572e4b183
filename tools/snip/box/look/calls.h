/*
 * The system calls in which a process may wait, by their numbers on this architecture
 * (syscalls(2)).
 */
#ifndef SNIP_BOX_LOOK_CALLS_H
#define SNIP_BOX_LOOK_CALLS_H

/* What a call waits on. */
enum call_subject {
    CALL_ALONE,      /* nothing that can be named: futex(2), nanosleep(2) */
    CALL_DESCRIPTOR, /* the descriptor in its first argument */
    CALL_MANY,       /* several descriptors: poll(2) */
};

/* One call; all static. */
struct waiting_call {
    long number;
    enum call_subject subject;
    const char *does; /* "waits in accept(2)", "waits in wait4(2) for a child" */
};

/* The call NUMBER, or NULL where it is none of those that wait. */
const struct waiting_call *waiting_call_find(long number);

#endif
