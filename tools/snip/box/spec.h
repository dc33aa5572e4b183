/*
 * What is to run in a box, in which world and within which limits; and what the kernel gave out
 * there.
 */
#ifndef SNIP_BOX_SPEC_H
#define SNIP_BOX_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lab.h"

enum {
    BOX_MAX_PROGRAMS = 32,
    BOX_MAX_FILES = 160, /* 64 of a snippet's folder, 64 that are placed, 32 programs */
    BOX_MAX_SHOWN = 16,
    BOX_MAX_PRODUCTS = 40,     /* a program, what was linked, and two for each of its sources */
    BOX_MAX_NEIGHBOURS = 256,  /* (arp(7)) on all hosts; a lab of sixteen that all talk has 240 */
    BOX_WORK_BYTES = 64 << 20, /* room in the folder that a box may write to */
    BOX_UID = 1000,            /* who its programs are inside */
    BOX_NOBODY = 65534,        /* who those of root are outside */
    /* Pids are shown; so that a mask can tell them from other small numbers, they begin high. */
    BOX_PIDS_AFTER = 20000,
    /* Ports that the kernel gives out unless it is told otherwise (ip_local_port_range, ip(7)). */
    BOX_PORTS_FIRST = 32768,
    BOX_PORTS_LAST = 60999,
    BOX_PORTS = 128, /* so many of those that it gave out are told */
};

/*
 * 2000-01-01 00:00:00 UTC, when all that is given to a box was last changed: the same everywhere.
 */
enum { BOX_FILE_TIME = 946684800 };

/* The folder that a compiler may write to, and that of the sources it is given. */
#define BOX_BUILD   "/.build"
#define BOX_PROJECT "/.project"

struct elsewhere;
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
    bool terminal;     /* output goes to a pseudo-terminal (box/pty.h), else to a pipe */
    bool types;        /* standard input is that terminal, the controlling one; else a pipe */
    const char *input; /* what is on it at once; NULL: nothing */
    size_t input_len;
    bool goes_on;    /* more is given later (box_give()); else end of file follows */
    size_t host;     /* of a lab: which it runs on */
    unsigned rights; /* of enum right (base/right.h) */
};

/* What a box may take, all of its processes together; 0 is none of that kind. */
struct box_limits {
    uint64_t memory;        /* bytes */
    long long processor_ms; /* processor time */
    unsigned processes;     /* processes and threads at one time, the box's init not counted */
    unsigned files;         /* descriptors that are open at one time */
    uint64_t file_size;     /* bytes of a file, and of all files of a file system of the box */
};

/*
 * All that a box is made of. The programs' inputs and the lab must stay until the box is over; all
 * else is copied.
 */
struct box_spec {
    const struct box_program *programs;
    size_t nprograms;  /* at most BOX_MAX_PROGRAMS; without a workspace one runs at a time */
    long long time_ms; /* wall clock, for all of it, but not while snip is stopped */
    size_t output_max; /* bytes, of all programs together */
    struct box_limits limits;
    /*
     * A new folder, of box_folder(), to run programs in, or to compile to, without a box
     * (box/inside/bare.h); it is removed at the end. NULL: a box.
     */
    const char *bare;
    bool workspace; /* for a snippet's programs; else a world to compile in (box/world/world.h) */
    const struct box_file *files;
    size_t nfiles;         /* of a workspace at most BOX_MAX_FILES */
    int64_t file_time;     /* Unix time at which they were last changed; 0: BOX_FILE_TIME */
    const struct lab *lab; /* of a workspace: hosts and their networks; NULL: one host */
    const struct trace_spec *trace; /* of a workspace: it is recorded; NULL: it is not … */
    uint64_t seed; /* … in another order than by the rule (box/trace/turns.h); 0 */
    /* Of a workspace: in what its world is another (box/world/elsewhere.h); NULL: in nothing. */
    const struct elsewhere *elsewhere;
    /* To compile in: folders of the machine, shown read-only at their own paths … */
    const char *const *shown;
    size_t nshown;
    const char *directory;       /* … where to start, below a box's root; NULL: there … */
    const char *const *products; /* … files of the writable folder that are handed out at the end */
    size_t nproducts;
    int processor;        /* index among the processors snip may use, -1 for all, and … */
    unsigned nprocessors; /* … how many from there on, as far as there are so many; 0 is 1 */
    bool report_steps;    /* each step that is done is told: box_result.steps */
    /* Filled in by box_start(): */
    const struct filter *filter;     /* of the programs' system calls */
    const struct filter *recorder;   /* of those of what traces them; NULL: nothing does */
    const struct strings *lab_names; /* for each host of the lab the text of its hosts(5) */
};

/* Numbers from LOW to HIGH, both included. */
struct box_range {
    uint64_t low, high;
};

/* Ports of a run, none twice. N over BOX_PORTS: there were more, or it is not known which. */
struct box_ports {
    uint32_t n;
    uint16_t v[BOX_PORTS];
};

/* What the kernel gave out while a box lasted. */
struct box_facts {
    struct box_range pids;
    struct box_range inodes; /* of sockets and pipes */
    struct box_range ports;  /* the ephemeral ones (ip_local_port_range, ip(7)) … */
    struct box_ports given;  /* … and those of them that sockets had, at either end */
};

#endif
