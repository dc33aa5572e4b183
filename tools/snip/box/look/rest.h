/*
 * Whether anybody on a host can go on, as the kernel tells from outside.
 *
 * What comes for a thread that waits in a call and its way to the run queue are one step of the
 * kernel, so who waits in a call waits for what is not there; no queue needs to be looked at. But
 * looks take time, and meanwhile one may wake another and wait itself. So each counts how often
 * threads have left a processor: where two looks one after another found everybody waiting and
 * counted the same, there was a moment between them at which all waited. Packets that are on their
 * way between threads then are looked for too.
 *
 * A thread that waits for something rests, with a limit of time or without. One that sleeps is
 * about to go on, so it does not, unless its sleep outlasts the run, or it was seen to wake and to
 * sleep again at the same place while nobody else did anything.
 */
#ifndef SNIP_BOX_LOOK_REST_H
#define SNIP_BOX_LOOK_REST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why there is no rest. */
enum unrest {
    UNREST_NONE,    /* there is */
    UNREST_RUNS,    /* a process runs, or has since the last look */
    UNREST_SLEEPS,  /* a process sleeps for a time: nanosleep(2) */
    UNREST_PACKETS, /* packets are under way, or a segment of TCP is not yet acknowledged */
};

enum { REST_SLEEPERS = 32 };

/* One look. Empty when all zero. */
struct rest {
    uint64_t seen; /* a digest of all that was counted; 0: nothing is as it */
    enum unrest unrest;
    uint64_t tag; /* of the process that does not rest; 0: none is to blame */
    size_t nsleepers;
    bool traced;                      /* a thread is stopped by who traces it … */
    unsigned looks;                   /* … and was so in as many looks before */
    uint64_t sleepers[REST_SLEEPERS]; /* how often each of the first has left a processor */
};

/* Adds NUMBER to what REST counts. */
void rest_count(struct rest *rest, uint64_t number);

/*
 * Looks at the processes of a box in PROC, its init too (box/look/observe.h), while the run may
 * still take LEFT_MS. With TAGS, N of them, there is no box, and all others are strangers.
 */
void rest_look(struct rest *rest, int proc, const uint64_t *tags, size_t n, long long left_ms);

/*
 * Tells whether LOOK and LAST, the look before, agree that all are at rest; LAST is empty at first,
 * and made anew where they do not.
 */
bool rest_agrees(struct rest *last, const struct rest *look);

/* Looks for packets under way in the network of PROC and DIAG. */
void rest_look_network(struct rest *rest, int proc, int diag);

#endif
