/*
 * The threads of a recording, and what each stop of one means (ptrace(2)). A thread is held at each
 * call in the table of box/trace/call.h, as it begins and as it ends, until somebody lets it go.
 *
 * A call that a signal breaks off stays open: its end shows an errno of the kernel's own (-512 to
 * -516), and only later it is seen whether the same call is made again, when it was one, or its
 * handler's return gives EINTR. Where the kernel would not even have woken a thread that is not
 * traced, since nobody wants the signal, a call that it does not begin again is made again here.
 *
 * A limit of time is the recorder's: the call is made without one, and broken off when its time has
 * come. A sleep is made a wait for nothing. What the thread sees in its registers and its memory is
 * what it would have seen.
 */
#ifndef SNIP_BOX_TRACE_THREADS_H
#define SNIP_BOX_TRACE_THREADS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/lab.h"
#include "box/trace/call.h"
#include "box/trace/event.h"
#include "box/trace/tracee.h"
#include "box/trace/turns.h"
#include "box/trace/wires.h"

enum { THREADS_STRAYS = 16, THREADS_EXPECTED = 64 };

enum thread_state {
    THREAD_GONE,
    THREAD_SETTING_UP, /* a child of a host's first process, not yet its program */
    THREAD_BORN,       /* its first stop has not been seen */
    THREAD_RUNS,       /* on its way to the next call */
    THREAD_CALLS,      /* in a call */
    THREAD_STOPPED,    /* by a signal */
    THREAD_AT_START,   /* held, as in the next two */
    THREAD_AT_CALL,
    THREAD_AT_RETURN,
};

/* A call, as it is told of. */
struct thread_call {
    const struct call *is;      /* NULL: none */
    struct tracee_call made;    /* by the program */
    struct tracee_call instead; /* what the kernel is given */
    int64_t deadline;           /* on the clock of the turns, TURNS_NEVER where it has none */
};

struct thread {
    pid_t tid, process; /* as the recorder sees them */
    enum thread_state state;
    uint8_t program, host;
    int calling, status;        /* its files syscall and stat in /proc */
    struct thread_call call;    /* that it is held at, or in */
    bool main;                  /* a thread of the process that its program began as */
    bool open;                  /* it has been told of, its return has not */
    bool interrupted;           /* it was broken off by a signal, or by … */
    bool expired;               /* … its limit of time */
    int64_t result;             /* where interrupted: what it showed */
    struct thread_call outside; /* the call that a signal's handler runs in the midst of */
    int64_t ran;                /* processor time when it was looked at since it goes; 0: not yet */
    int64_t alarm;              /* when a timer that it has set goes off; TURNS_NEVER */
};

/* The first process of a host, which is traced for the programs that it starts alone. */
struct thread_first {
    pid_t pid;                          /* 0: it is gone */
    uint8_t expected[THREADS_EXPECTED]; /* programs that it is to start, in order */
    size_t nexpected, nstarted;
};

struct threads {
    struct thread v[TURNS_MAX];
    struct turns *turns; /* one for each thread, at the same place */
    struct thread_first firsts[LAB_MAX_HOSTS];
    size_t nhosts;
    pid_t strays[THREADS_STRAYS]; /* that have stopped before it was told who made them */
    size_t nstrays;
    int proc; /* a /proc with all of them in it */
    uint32_t step;
    bool ended; /* a program has, or its own process, since this was set to false */
    wires_tell *tell;
    /* Hears what snip has said: a program that is born was announced before (threads_expect()). */
    void (*hear)(void *owner);
    void *owner;
};

/* Traces PID, the first process of HOST. Returns false with errno. */
bool threads_seize(struct threads *threads, size_t host, pid_t pid);

/* The first process of HOST is about to start PROGRAM. */
void threads_expect(struct threads *threads, size_t host, size_t program);

/* Takes all stops and ends that there are. Returns false when no first process is left. */
bool threads_take(struct threads *threads);

/*
 * Tells whether any thread runs: it is on a processor, waits for one, or for a disk. First
 * processes are not looked at: what they do, snip knows from them.
 */
bool threads_run(struct threads *threads);

/* A thread that has run for NS nanoseconds of processor time without a stop; turns->n: none. */
size_t threads_spinning(struct threads *threads, int64_t ns);

/* Lets the thread number I, which is held, go on. */
void threads_go(struct threads *threads, size_t i);

/* The limit of time of the call that the thread number I waits in has come. */
void threads_expire(struct threads *threads, size_t i);

/* When the first timer goes off that programs have set themselves; TURNS_NEVER. */
int64_t threads_alarm(const struct threads *threads);

#endif
