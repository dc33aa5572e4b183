/*
 * A box: a process tree in user, pid, mount, network, ipc and uts namespaces of its own
 * (namespaces(7)).
 *
 * The box's first process is snip's init. It sets the box up step by step, starts the program as
 * pid 2, waits for it, kills what it left behind and ends. A step that fails is named in a message,
 * so that a person can be told what their machine forbids. The box dies as a whole with its init,
 * and its init with snip.
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
    BOX_MOUNTS,   /* a private, read-only mount tree; devices; a program's working folder */
    BOX_PROC,     /* a /proc of its own processes */
    BOX_NETWORK,  /* loopback up */
    BOX_LIMITS,   /* rlimits, no_new_privs, address layout, processor */
    BOX_EXEC,     /* fork, standard descriptors, execve(2) */
    BOX_STEPS
};

/* What STEP makes, in a person's words: "a user namespace". */
const char *box_step_name(enum box_step step);

/* What to do on a machine where STEP fails with ERROR (errno); NULL where nothing is known. */
const char *box_step_mend(enum box_step step, int error);

/* A file of the machine put read-only into the working folder. */
struct box_file {
    const char *from; /* a path outside */
    const char *name; /* its name in the folder */
};

/* What to run, and in which world. Nothing is kept after box_start(). */
struct box_spec {
    const char *const *argv; /* argv[0] is executed as it is: no search of PATH */
    const char *const *env;
    bool workspace; /* an empty /tmp to work in, with FILES; else the machine's files as they are */
    const struct box_file *files;
    size_t nfiles;
    const char *writable;  /* without a workspace: the one folder it may write to; NULL: none */
    const char *directory; /* without a workspace: start in this folder; NULL: in / */
    int processor;         /* index among the processors snip may use, -1 for all */
    int in, out;           /* standard input; standard output and error */
    bool report_steps;     /* send BOX_STEP_DONE for each step */
};

enum box_message_kind {
    BOX_STEP_DONE,   /* step */
    BOX_STEP_FAILED, /* step, value: errno */
    BOX_STOPPED,     /* value: the signal that stopped the program, 0: it was continued */
    BOX_ENDED,       /* value: wait status of the program (wait(2)) */
};

/* What the init tells. Written whole: it is smaller than PIPE_BUF. */
struct box_message {
    int32_t kind;
    int32_t step;
    int32_t value;
};

/* A running box. */
struct box {
    pid_t pid;    /* of its init, as seen from here */
    int pidfd;    /* readable once the box has ended: then reap it with box_reap() */
    int messages; /* struct box_message after another, then end of file; non-blocking */
    int alive;    /* the write end of a pipe: its closing tells the init that snip is gone */
};

/* Starts a box. Fails with ERR_SYSTEM where it cannot even be cloned; later failures come as
 * messages. */
bool box_start(struct box *box, const struct box_spec *spec, struct err *err)
    __attribute__((warn_unused_result));

/* Kills every process of the box. */
void box_kill(const struct box *box);

/* Waits for the box's end, blocking if it has not ended, and closes its descriptors. */
void box_reap(struct box *box);

/* Sets ERR to "cannot make …" for STEP and ERROR, with the mend as its hint. Always returns false.
 */
bool box_step_error(struct err *err, enum box_step step, int error);

#endif
