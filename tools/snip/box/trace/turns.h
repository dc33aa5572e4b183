/*
 * Whose turn it is. All threads of a recording are held at their calls; one is let go at a time,
 * until it waits and everything that it caused is at rest. This is the rule by which the next is
 * chosen, and the clock of the programs, which moves only when nobody can go on: no call of the
 * system is made here.
 *
 * Who has the turn keeps it until it waits. Then comes the thread that could go on for longest; of
 * equals the first in the manifest. When none can, the oldest frame arrives; when there is none,
 * snip is asked whether a process is to be started or stopped; then who only asked whether there
 * was something (EAGAIN, a limit of time of 0, sched_yield) may ask again; at last time passes.
 * With a seed each is chosen by chance among all that could be next: another order that a real
 * kernel could have had.
 */
#ifndef SNIP_BOX_TRACE_TURNS_H
#define SNIP_BOX_TRACE_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TURNS_MAX = 160, /* threads that there may be in a recording; a box has at most 128 */
    TURNS_NEVER = -1,
};

/* A thread, as far as turns go. */
struct turn {
    bool ready;       /* it is held and could go on */
    bool asked;       /* it has just looked for something that was not there */
    uint8_t program;  /* its program's place in the manifest */
    uint32_t since;   /* the step in which it became ready */
    int64_t deadline; /* of the call that it waits in, nanoseconds of the clock; TURNS_NEVER */
};

struct turns {
    struct turn threads[TURNS_MAX];
    size_t n;
    size_t holder;  /* who has the turn; TURNS_MAX: nobody */
    uint64_t seed;  /* 0: the rule */
    uint64_t epoch; /* what priorities are drawn from */
    bool fair;      /* each step is chosen for itself, else by priorities that last a while */
    int64_t now;    /* the clock: nanoseconds from the start */
    unsigned idle;  /* turns given to who had asked, since anything has happened */
    bool answered;  /* snip has said that nothing is to be started or stopped … */
    bool rested;    /* … or given, when nobody could go on */
};

enum turn_kind {
    TURN_THREAD, /* who: it goes on */
    TURN_FRAME,  /* who: the frame that arrives, counted from the oldest */
    TURN_SNIP,   /* snip is asked */
    TURN_TIME,   /* who: its limit of time has come, and the clock is there */
    TURN_KERNEL, /* nobody: a timer of the kernel must be waited for */
};

struct turn_choice {
    enum turn_kind kind;
    size_t who;
    bool free; /* others could have gone on in its place */
};

/* Begins TURNS, all zero, by the rule or with a SEED other than 0 by chance. */
void turns_begin(struct turns *turns, uint64_t seed);

/*
 * Chooses who is next, where NFRAMES are under way and the kernel's next timer is at KERNEL on the
 * clock (TURNS_NEVER: there is none). Of TURN_TIME and TURN_KERNEL the clock is moved.
 */
struct turn_choice turns_next(struct turns *turns, size_t nframes, int64_t kernel);

/* Snip has said that there is nothing to do, where others could go on (FREE) or not. */
void turns_answered(struct turns *turns, bool free);

/* THREAD could go on since STEP. */
void turns_ready(struct turns *turns, size_t thread, uint32_t step);

/* THREAD waits, or runs, or is gone. */
void turns_unready(struct turns *turns, size_t thread);

/* Something has happened that who had asked may be glad of, or snip may have an answer to. */
void turns_stir(struct turns *turns);

#endif
