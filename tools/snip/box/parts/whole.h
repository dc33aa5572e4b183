/*
 * All that a box has while it lasts, and how its end is decided; box/box.h is what others see.
 */
#ifndef SNIP_BOX_PARTS_WHOLE_H
#define SNIP_BOX_PARTS_WHOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lab.h"
#include "box/host.h"
#include "box/look/rest.h"
#include "box/loop.h"
#include "box/parts/feed.h"
#include "box/parts/result.h"
#include "box/watch/meter.h"

/* Where messages come from: the box's first process, or one of those of a lab's hosts. */
struct station {
    struct box *box;
    struct host *host;
    struct watch control;
};

/* A program of the box. */
struct member {
    struct box *box;
    struct station *station; /* it runs there */
    size_t index, host;
    struct watch out;
    struct feed feed;
    int their_in, their_out; /* the program's ends, until the box has them */
    const char *input;       /* what it is given as it starts … */
    size_t input_len;
    bool goes_on;           /* … and more may follow */
    enum program_state due; /* at least, by what the recorder has told */
    unsigned signals; /* that were sent to it, and of which the first process has not told yet */
    struct program_result result;
};

struct box {
    struct loop *loop;
    struct host first;        /* all of it: its first process */
    const struct lab *lab;    /* the spec's */
    char *bare;               /* the folder of what has no box; NULL */
    struct host *hosts;       /* of a lab: its hosts */
    struct station *stations; /* of the box, or of each host and at last of the box */
    size_t nstations, nhosts;
    struct watch end, timer, channel;
    bool asked, only_ends; /* EVENT_REST came, and is not answered; its value … */
    bool free;             /* … and whether others could go on */
    bool answers, answer;  /* the owner has answered; what */
    struct meter meter;
    struct member *members;
    size_t n;
    long long processor_ms; /* the limit; 0: none */
    long long left_ms;      /* of the time limit */
    size_t output_room;     /* bytes that may still be printed */
    struct rest rest;       /* the last look whether it is at rest … */
    int64_t looked;         /* … and when it was, by clock_ns() */
    bool late;              /* the time limit has passed */
    bool decided;           /* result.end is final */
    struct box_result result;
    struct box_events events;
    void *owner;
};

/* Decides that BOX is over for END, for which PROGRAM is to blame, unless that is decided. */
void box_decide(struct box *box, enum end end, size_t program);

/* A limit of BOX is passed; PROGRAM is to blame. */
void box_exceed(struct box *box, enum end end, size_t program);

#endif
