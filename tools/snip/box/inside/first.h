/*
 * The first process of a host, boxed (init.c) or bare (bare.c), once all is set up: it starts
 * programs, signals them and tells of their ends as snip says, and at the end kills what is left.
 *
 * A program's end is told first, and when all that it has started has ended too, that.
 */
#ifndef SNIP_BOX_INSIDE_FIRST_H
#define SNIP_BOX_INSIDE_FIRST_H

#include <stdbool.h>
#include <stddef.h>

#include "box/inside/protocol.h"

struct first;

/* A program of the host, so far. */
struct program {
    enum {
        NOT_STARTED,
        RUNNING,
        LEFT, /* it has ended, what it has started has not */
        GONE,
    } state;
    pid_t pid;
    uint64_t tag; /* which it and its descendants bear; 0: none */
};

/* In what the first process of a box and that of none differ. */
struct first_ways {
    /*
     * Sees to it that the child that is forked next, which is to be PROGRAM, bears a tag. Sets
     * errno.
     */
    bool (*mark)(const struct first *first, struct program *program);
    /* The tag of the child PID that was just forked; NULL: it is what mark() has set. */
    uint64_t (*tag)(pid_t pid);
    /*
     * In that child: gives up what PROGRAM must not have. Returns the step that failed, BOX_STEPS
     * for none.
     */
    enum box_step (*confine)(const struct first *first, const struct box_program *program);
    /*
     * Sends SIGNAL, 0 for none, to what PROGRAM has left. Returns whether there was any.
     */
    bool (*signal_left)(const struct first *first, const struct program *program, int signal);
    /* Kills and reaps all that programs have left. */
    void (*kill_left)(const struct first *first);
};

/* What a first process holds. */
struct first {
    const struct box_spec *spec;
    const struct init_ends *ends;
    struct first_ways ways;
    const char *products;     /* the folder that they are taken from */
    struct box_limits limits; /* of a program (box/world/limit.h) … */
    unsigned inits;           /* … beside so many processes of the box */
    int control;              /* the box's, or of a lab this host's */
    int children;             /* a signalfd(2) for SIGCHLD */
    int proc;                 /* the host's /proc; -1 without a workspace */
    int sockets;              /* a watch on those that die (box/inside/ports.h) */
    struct box_facts facts;
    struct program programs[BOX_MAX_PROGRAMS];
};

/* Sets every signal to what it does by default, and blocks none. */
void first_default_signals(void);

/* Closes every descriptor over 2 but ENDS, of a box of SPEC. */
void first_close_others(const struct box_spec *spec, const struct init_ends *ends);

/* Makes first->children; false with errno where that fails. */
bool first_watch_children(struct first *first);

/*
 * Waits for snip's words and children's ends, until snip says that it is over, or is gone. Returns
 * what is to be this process's exit status.
 */
int first_serve(struct first *first);

#endif
