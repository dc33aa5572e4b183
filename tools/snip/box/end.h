/*
 * Why a box is over, and a run in one.
 */
#ifndef SNIP_BOX_END_H
#define SNIP_BOX_END_H

enum end {
    END_FINISHED, /* box_finish() was called, and everything has ended; a run: as declared */
    /* Of a run only: a process … */
    END_UNEXPECTED, /* … ended otherwise */
    END_NOT_READY,  /* … ended before it was ready */
    END_NOT_GIVEN,  /* … ended as declared, before it was given all that it was to read */
    /* What was limited. A program or process is to blame, but for time. */
    END_TIMEOUT,    /* the time limit passed */
    END_FLOOD,      /* more was printed than there was room for */
    END_MEMORY,     /* all processes together took more than box_limits allow: memory, … */
    END_PROCESSES,  /* … processes, … */
    END_FILES,      /* … files, … */
    END_PROCESSOR,  /* … processor time */
    END_NEIGHBOURS, /* more than BOX_MAX_NEIGHBOURS, which no manifest can raise */
    END_KILLED,     /* box_kill() was called */
    /* The machine failed; a run does not tell the first from the second. */
    END_UNBOXED, /* the box could not be made, or a program not be executed */
    END_LOST,    /* its init was killed from outside, by the out-of-memory killer or a person */
};

#endif
