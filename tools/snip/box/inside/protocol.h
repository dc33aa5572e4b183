/*
 * What snip and the first process of a host tell each other: the commands of the one, the messages
 * of the other. What there is to run is box/spec.h's.
 */
#ifndef SNIP_BOX_INSIDE_PROTOCOL_H
#define SNIP_BOX_INSIDE_PROTOCOL_H

#include <stdint.h>
#include <sys/types.h>

#include "box/net/failure.h"
#include "box/spec.h"
#include "box/step.h"

/* What comes with BOX_READY: /proc, sockets, neighbours. */
enum { BOX_VIEWS = 3 };

/* The ends that a program is given: of its standard input, and of its standard output and error. */
struct program_ends {
    int in, out;
};

/* What a first process gets from outside. */
struct init_ends {
    int control;                         /* its end of the packets to and from snip */
    const struct program_ends *programs; /* for each of spec->programs */
    const int *hosts;                    /* of a lab: such an end for each host */
    const int *trees;                    /* mounts of spec->shown; -1: not made */
    int channel;                         /* where the run is recorded: the recorder's end; -1 */
    int tasks; /* what it enters its cgroup by (struct cgroup); -1: it need not */
    uid_t uid; /* snip's */
    gid_t gid;
};

enum box_message_kind {
    BOX_STEP_DONE,   /* step */
    BOX_STEP_FAILED, /* step; value: errno; from BOX_FORK on program; for BOX_HOSTS lab */
    BOX_READY,   /* all steps before BOX_FORK are done; comes with the descriptors of struct host */
    BOX_STARTED, /* program; value: its pid inside; tag */
    BOX_STOPPED, /* program; value: the signal that stopped it, 0: it was continued */
    BOX_TOLD,    /* program: it has been sent the signal of BOX_SIGNAL, or was gone */
    BOX_ENDED,   /* program; value: its wait status (wait(2)); processor_ms */
    BOX_GONE,    /* program: so has all that it had started: nobody writes for it any more */
    BOX_UNTRACED, /* the tracer of another world cannot trace its programs */
    BOX_FACTS,    /* facts; the last message of a box with a workspace that was finished */
    BOX_PRODUCT,  /* program: its index in products; comes with a descriptor to read it, or without,
                    then value is errno */
};

/* What the init tells. Each is one packet. */
struct box_message {
    int32_t kind;
    int32_t step;
    int32_t program;
    int32_t value;
    uint64_t tag; /* inode of the uts namespace that the program and its descendants live in */
    int64_t processor_ms; /* time that it took, with the children that it waited for */
    struct box_facts facts;
    struct netlab_failure lab;
};

/* What snip tells the init. Each is one packet; end of file means that snip is gone. */
enum box_command_kind {
    BOX_GO,  /* the first, but of box/inside/bare.h; value: whether snip has mapped the identity */
    BOX_RUN, /* program */
    BOX_SIGNAL, /* program, or what it has left; value: the signal */
    BOX_FINISH, /* kill what is left and end */
};

struct box_command {
    int32_t kind;
    int32_t program;
    int32_t value;
};

#endif
