/*
 * What snip and the init of a box tell each other: what there is to run and in which world, the
 * commands of the one, the messages of the other.
 */
#ifndef SNIP_SYS_PROTOCOL_H
#define SNIP_SYS_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/limit.h"

/* The steps of setting up, in order. */
enum box_step {
    BOX_CLONE,    /* clone3(2) with all namespaces */
    BOX_IDENTITY, /* the uid and gid maps */
    BOX_MOUNTS,   /* a mount tree of its own; devices; a working folder */
    BOX_PROC,     /* a /proc of its own processes */
    BOX_NETWORK,  /* loopback up, and a view on its sockets */
    BOX_LIMITS,   /* rlimits, no_new_privs, address layout, processor */
    BOX_EXEC,     /* fork, standard descriptors, execve(2) */
    BOX_STEPS
};

enum {
    BOX_MAX_PROGRAMS = 32,
    BOX_VIEWS = 3, /* descriptors that come with BOX_READY: /proc, sockets, shared memory */
};

/* A file of the machine put read-only into the world of the box. */
struct box_file {
    const char *from; /* a path outside */
    const char *name; /* where: absolute, or relative to the working folder */
};

/* A program that can be started in the box. */
struct box_program {
    const char *const *argv; /* argv[0] is executed as it is: no search of PATH */
    const char *const *env;
    int in, out; /* standard input; standard output and error */
};

/* Which programs, and in which world. Nothing is kept after box_start(). */
struct box_spec {
    const struct box_program *programs;
    size_t nprograms; /* at most BOX_MAX_PROGRAMS */
    bool workspace;   /* a world of its own (sys/world.h); else the machine's files as they are */
    const struct box_file *files; /* of a workspace */
    size_t nfiles;
    const char *writable;  /* without a workspace: the one folder it may write to; NULL: none */
    const char *directory; /* without a workspace: start in this folder; NULL: in / */
    int processor;         /* index among the processors snip may use, -1 for all */
    struct box_limits limits;
    bool report_steps; /* send BOX_STEP_DONE for each step */
};

/* Numbers from LOW to HIGH, both included. */
struct box_range {
    uint64_t low, high;
};

/* What the kernel gave out while a box lasted. */
struct box_facts {
    struct box_range pids;
    struct box_range inodes; /* of sockets and pipes */
    struct box_range ports;  /* the ephemeral ones (ip_local_port_range, ip(7)) */
};

enum box_message_kind {
    BOX_STEP_DONE,   /* step */
    BOX_STEP_FAILED, /* step; value: errno; for BOX_EXEC program: which */
    BOX_READY,   /* all steps before BOX_EXEC are done; comes with the descriptors of struct box */
    BOX_STARTED, /* program; value: its pid inside; tag */
    BOX_STOPPED, /* program; value: the signal that stopped it, 0: it was continued */
    BOX_ENDED,   /* program; value: its wait status (wait(2)) */
    BOX_GONE,    /* program: what it left behind is gone too, so nobody writes for it any more */
    BOX_FACTS,   /* facts; the last message of a box with a workspace that was finished */
};

/* What the init tells. Each is one packet. */
struct box_message {
    int32_t kind;
    int32_t step;
    int32_t program;
    int32_t value;
    uint64_t tag; /* inode of the uts namespace that the program and its descendants live in */
    struct box_facts facts;
};

/* What snip tells the init. Each is one packet; end of file means that snip is gone. */
enum box_command_kind {
    BOX_GO,     /* the first; value: whether snip has mapped the identity */
    BOX_RUN,    /* program */
    BOX_SIGNAL, /* program; value: the signal */
    BOX_FINISH, /* kill what is left and end */
};

struct box_command {
    int32_t kind;
    int32_t program;
    int32_t value;
};

enum {
    BOX_UID = 1000,     /* who its programs are inside */
    BOX_NOBODY = 65534, /* who those of root are outside */
};

#endif
