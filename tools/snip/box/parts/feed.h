/*
 * What a program reads: bytes that it is given into a pipe, or that are typed on the terminal which
 * it prints on.
 */
#ifndef SNIP_BOX_PARTS_FEED_H
#define SNIP_BOX_PARTS_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "box/loop.h"

struct feed {
    struct loop *loop;
    struct watch in; /* to write to; its fd is -1 once nothing more is given */
    int terminal;    /* of a terminal: its slave, to ask what was not read; else -1 */
    const char *left;
    size_t left_len; /* what is given, but could not be written yet */
    bool ends;       /* end of file comes after that */
    bool in_line;    /* what was given last ends no line */
};

/* A feed that is not open. */
#define FEED_NONE                                                                                  \
    {                                                                                              \
        .in = { .fd = -1 }, .terminal = -1                                                         \
    }

/*
 * Opens FEED on LOOP: a pipe, or where SLAVE, of the terminal MASTER, is not -1, that terminal, to
 * which a person is to type. The program's end, which the caller closes, is put into *THEIRS. Fails
 * with ERR_SYSTEM; close FEED either way.
 */
bool feed_open(struct feed *feed, struct loop *loop, int master, int slave, int *theirs,
               struct err *err) __attribute__((warn_unused_result));

/*
 * Gives the LEN bytes at TEXT, which must stay until they are read; all that was given before has
 * been. What nobody reads any more is dropped.
 */
void feed_give(struct feed *feed, const char *text, size_t len);

/*
 * Has end of file follow what was given. On a terminal it is typed, by the character that the
 * program has for it (VEOF, termios(3)): behind an unfinished line the first one only sends that.
 * Returns false in this case: it is to be called again when that is read.
 */
bool feed_end(struct feed *feed);

/* Writes what could not be written before and can be now. */
void feed_push(struct feed *feed);

/* Tells whether all that was given has been read, or nobody is there who could. */
bool feed_is_read(const struct feed *feed);

/* Closes FEED; it may be closed already. */
void feed_close(struct feed *feed);

#endif
