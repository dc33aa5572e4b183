/*
 * What snip and the init of a box tell each other: what there is to run and in which world, the
 * commands of the one, the messages of the other.
 */
#ifndef SNIP_BOX_INSIDE_PROTOCOL_H
#define SNIP_BOX_INSIDE_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lab.h"
#include "box/net/failure.h"
#include "box/world/limit.h"

/* The steps of setting up, in order. */
enum box_step {
    BOX_CLONE,    /* clone3(2) with all namespaces */
    BOX_IDENTITY, /* the uid and gid maps */
    BOX_HOSTS,    /* the networks and hosts of a lab */
    BOX_MOUNTS,   /* a mount tree of its own; devices; a working folder */
    BOX_PROC,     /* a /proc of its own processes */
    BOX_NETWORK,  /* loopback up, and a view on its sockets */
    BOX_LIMITS,   /* rlimits, no_new_privs, address layout, processor */
    BOX_FILTER,   /* a filter of system calls (box/world/seccomp.h), in each program */
    BOX_FORK,     /* fork(2), for each program */
    BOX_EXEC,     /* standard descriptors, execve(2) */
    BOX_STEPS
};

enum {
    BOX_MAX_PROGRAMS = 32,
    BOX_MAX_FILES = 160, /* 64 of a snippet's folder, 64 that are placed, 32 programs */
    BOX_MAX_SHOWN = 16,
    BOX_MAX_PRODUCTS = 4,
    BOX_WORK_BYTES = 64 << 20, /* room in the folder that a box may write to */
    BOX_VIEWS = 3,             /* what comes with BOX_READY: /proc, sockets, neighbours */
};

struct filter;

/*
 * A file put read-only into a world: its bytes, so that what is there is what snip has read, and no
 * path of the machine shows. It is of BOX_FILE_TIME.
 */
struct box_file {
    const char *name; /* where: absolute, or relative to the working folder; to compile, to / */
    const void *data;
    size_t len;
    bool executable;
};

/* A program that can be started in the box. */
struct box_program {
    const char *const *argv; /* argv[0] is executed as it is: no search of PATH */
    const char *const *env;
    int in, out;     /* standard input; standard output and error */
    size_t host;     /* of a lab: which it runs on */
    unsigned rights; /* of enum right (base/right.h) */
};

/* Which programs, and in which world. Nothing is kept after host_start(). */
struct box_spec {
    const struct box_program *programs;
    size_t nprograms; /* at most BOX_MAX_PROGRAMS */
    /* A new folder to run programs in, or to compile to, without a box (box/inside/bare.h); it is removed at
     * the end. NULL: a box. */
    const char *bare;
    bool
        workspace; /* a host for a snippet's programs; else a world to compile in (box/world/world.h) */
    const struct box_file *files;
    size_t nfiles;         /* of a workspace at most BOX_MAX_FILES */
    const struct lab *lab; /* of a workspace: its hosts, and their networks; NULL: one host */
    const struct strings
        *lab_names; /* for each host of the lab the text of its hosts(5); filled in by
                                        box_start() */
    /* To compile in: folders of the machine, shown read-only at their own paths … */
    const char *const *shown;
    size_t nshown;
    const char *directory;       /* … where to start, below a box's root; NULL: there … */
    const char *const *products; /* … files of the writable folder that are handed out at the end */
    size_t nproducts;
    int processor;        /* index among the processors snip may use, -1 for all, and … */
    unsigned nprocessors; /* … how many from there on, as far as there are so many; 0 is 1 */
    struct box_limits limits;
    const struct filter *filter; /* of the programs' system calls; filled in by host_start() */
    bool report_steps;           /* send BOX_STEP_DONE for each step */
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
    BOX_STEP_DONE, /* step */
    BOX_STEP_FAILED, /* step; value: errno; for BOX_FORK and BOX_EXEC program: which; for BOX_HOSTS lab */
    BOX_READY,   /* all steps before BOX_FORK are done; comes with the descriptors of struct host */
    BOX_STARTED, /* program; value: its pid inside; tag */
    BOX_STOPPED, /* program; value: the signal that stopped it, 0: it was continued */
    BOX_ENDED,   /* program; value: its wait status (wait(2)); processor_ms */
    BOX_GONE,    /* program: what it left behind is gone too, so nobody writes for it any more */
    BOX_FACTS,   /* facts; the last message of a box with a workspace that was finished */
    BOX_PRODUCT, /* program: its index in products; comes with a descriptor to read it from, or without,
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
    BOX_SIGNAL, /* program; value: the signal */
    BOX_FINISH, /* kill what is left and end */
};

struct box_command {
    int32_t kind;
    int32_t program;
    int32_t value;
};

/* The folder that a compiler may write to, and that of the sources it is given. */
#define BOX_BUILD   "/.build"
#define BOX_PROJECT "/.project"

/* 2000-01-01 00:00:00 UTC, when all that is given to a box was last changed: the same everywhere. */
enum { BOX_FILE_TIME = 946684800 };

enum {
    BOX_UID = 1000,     /* who its programs are inside */
    BOX_NOBODY = 65534, /* who those of root are outside */
};

#endif
