/*
 * The one door to what is in this folder: a box, that is programs on a host, or on the several of a
 * lab. On a loop they are started when their owner says so, their input is fed, their output
 * captured, the limits kept; of each can be asked what it is doing. Nothing of a box is left
 * running when it is over.
 */
#ifndef SNIP_BOX_BOX_H
#define SNIP_BOX_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/look/observe.h"
#include "box/look/rest.h"
#include "box/loop.h"
#include "box/parts/result.h"
#include "box/spec.h"

/* A box; opaque. */
struct box;
struct host;

/*
 * Makes a folder for box_spec.bare. Owned by the caller, as a string; NULL with ERR_SYSTEM where
 * none can be made.
 */
char *box_folder(struct err *err);

/*
 * Makes a box on LOOP, which must outlive it; no program runs yet. The owner is told of EVENTS
 * from the loop. Returns NULL with ERR_SYSTEM where it could not be made.
 */
struct box *box_start(struct loop *loop, const struct box_spec *spec,
                      const struct box_events *events, void *owner, struct err *err);

/* As box_start(), for a single program: it is started at once, and its end is the box's. */
struct box *box_start_single(struct loop *loop, const struct box_spec *spec,
                             void (*over)(struct box *box, void *owner), void *owner,
                             struct err *err);

/* Starts PROGRAM, each once at most. */
void box_run(struct box *box, size_t program);

/*
 * Gives PROGRAM, of which box_program.goes_on, was started, the LEN bytes at TEXT to read, which
 * must stay until they are read. All that it was given before has been (box_has_read()).
 */
void box_give(struct box *box, size_t program, const char *text, size_t len);

/*
 * Has end of file follow what PROGRAM was given. Returns false where its terminal needs that to be
 * done once more, when it has read the unfinished line that this sends.
 */
bool box_give_end(struct box *box, size_t program);

/* Tells whether PROGRAM has read all that it was given, or cannot read any more. */
bool box_has_read(const struct box *box, size_t program);

/* Takes what PROGRAM has printed by now into its output. */
void box_read(struct box *box, size_t program);

/*
 * Sends SIGNAL to the process that PROGRAM began as; where that has ended, to all that it has left.
 */
void box_signal(struct box *box, size_t program, int signal);

/* Answers EVENT_REST: whether something was started, or a signal sent. */
void box_answer(struct box *box, bool done);

/* No program is to be started any more; the box is over when what is left has been killed. */
void box_finish(struct box *box);

/* Kills everything; `over` follows. Does nothing where the end is decided already. */
void box_kill(struct box *box);

/* How PROGRAM is; owned by BOX (its output may be taken with buf_steal() once it has ended). */
struct program_result *box_program(struct box *box, size_t program);

/*
 * Sets *COUNT to how many sockets of KIND the processes of PROGRAM hold; 0 before it runs. Fails
 * with ERR_SYSTEM where it cannot be looked at.
 */
bool box_serving(struct box *box, size_t program, enum observed kind, size_t *count,
                 struct err *err) __attribute__((warn_unused_result));

/*
 * Tells whether something is at PATH, absolute or from the working folder, in the world that
 * PROGRAM runs in; a symbolic link is something too.
 */
bool box_has_file(const struct box *box, size_t program, const char *path);

/* Tells whether each process of PROGRAM waits in a call, or is stopped, as it is looked at. */
bool box_waits(struct box *box, size_t program);

/*
 * Looks whether BOX, which is not recorded, is at rest: each process waits in a call for what has
 * not come (box/look/rest.h), and all that it printed is there. Rest takes two looks that found the
 * same: ask again, a millisecond later. Why there is none is in *WHY, and in *PROGRAM who is to
 * blame, the number of programs where nobody is; WHY is UNREST_NONE where a second look is wanted.
 */
bool box_rests(struct box *box, enum unrest *why, size_t *program);

/*
 * Appends to OUT a line for each process of PROGRAM on what it does; nothing where none is there.
 */
void box_describe(struct box *box, size_t program, struct buf *out);

/* Appends to OUT a line for each socket that processes of PROGRAM hold, as box_describe() does. */
void box_describe_sockets(struct box *box, size_t program, struct buf *out);

/* What came of it; valid in `over` and after, owned by BOX. */
struct box_result *box_result(struct box *box);

/* Tells whether it went to its end, and its first program ended with the exit status 0. */
bool box_succeeded(struct box *box);

/*
 * The host that PROGRAM runs on, BOX's: for who knows more of a box than this header (box/host.h).
 */
const struct host *box_host(const struct box *box, size_t program);

/* Kills what runs and frees BOX; NULL is fine. */
void box_free(struct box *box);

#endif
