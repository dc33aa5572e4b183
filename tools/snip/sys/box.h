/*
 * A box: processes in user, pid, mount, network, ipc and uts namespaces of their own
 * (namespaces(7)): one host, on which several programs can run side by side.
 *
 * The box's first process is snip's init. It sets the box up step by step, starts programs when it
 * is told to, kills what a program left behind and tells how each ended. A step that fails is named
 * in a message, so that a person can be told what their machine forbids. The box dies as a whole
 * with its init, and its init with snip.
 */
#ifndef SNIP_SYS_BOX_H
#define SNIP_SYS_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

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

enum { BOX_MAX_PROGRAMS = 32 };

/* What STEP makes, in a person's words: "a user namespace". */
const char *box_step_name(enum box_step step);

/* What to do on a machine where STEP fails with ERROR (errno); NULL where nothing is known. */
const char *box_step_mend(enum box_step step, int error);

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
    bool report_steps;     /* send BOX_STEP_DONE for each step */
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

/* A running box. */
struct box {
    pid_t pid; /* of its init, as seen from here */
    int pidfd; /* readable once the box has ended: then reap it with box_reap() */
    int control; /* messages come from it (box_receive()); its closing tells the init that snip is gone */
    int proc; /* from BOX_READY on, with a workspace: the box's /proc, and … */
    int diag; /* … a NETLINK_SOCK_DIAG socket in its network; else -1 */
};

/* Starts a box; no program runs yet. Fails with ERR_SYSTEM where it cannot even be cloned; later
 * failures come as messages. */
bool box_start(struct box *box, const struct box_spec *spec, struct err *err)
    __attribute__((warn_unused_result));

/* Starts program number PROGRAM of the spec, each at most once. Need not wait for BOX_READY. */
void box_run(const struct box *box, size_t program);

/* Sends SIGNAL to the main process of PROGRAM, if it runs. */
void box_signal(const struct box *box, size_t program, int signal);

/* No program is to be started any more: kills what is left, and the box ends. */
void box_finish(const struct box *box);

/* Takes the next message, if one is there. Returns 1, 0 at their end, -1 and errno else (EAGAIN). */
int box_receive(struct box *box, struct box_message *message);

/* Kills every process of the box. */
void box_kill(const struct box *box);

/* Waits for the box's end, blocking if it has not ended, and closes its descriptors. */
void box_reap(struct box *box);

/* Sets ERR to "cannot make …" for STEP and ERROR, with the mend as its hint. Always returns false.
 */
bool box_step_error(struct err *err, enum box_step step, int error);

#endif
