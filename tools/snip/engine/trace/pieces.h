/*
 * The pieces of memory that an event carries, and what their bytes are in words. A piece can be
 * shorter than what it should hold: then it is ?.
 */
#ifndef SNIP_ENGINE_TRACE_PIECES_H
#define SNIP_ENGINE_TRACE_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "box/trace/event.h"

enum { TEXT_SHOWN = 32 /* characters of a string in words */ };

/* One piece; the bytes are the event's. */
struct piece {
    const unsigned char *bytes;
    size_t len;
    size_t full; /* bytes that there were: more than len where it was cut */
    unsigned part;
};

/*
 * The next piece of EVENT that is of argument ARG, from the offset *AT (0: the first), which moves
 * behind it. Returns false where there is none.
 */
bool piece_next(const struct event *event, unsigned arg, size_t *at, struct piece *piece);

/* Copies the first LEN bytes of PIECE TO a struct; false where it has not so many. */
bool piece_take(const struct piece *piece, void *to, size_t len)
    __attribute__((warn_unused_result));

/* Appends PIECE as a C string; one that was cut ends in …. */
void piece_add_text(struct buf *out, const struct piece *piece);

/*
 * Cuts what piece_add_text() appended to WORDS, which may have been masked since, behind
 * TEXT_SHOWN characters each.
 */
void piece_cut_texts(char **words);

/*
 * Appends the socket address in PIECE: 10.0.1.1:8080, [::1]:80, "path", @abstract. Nothing where it
 * has no bytes, as that of a socket of UNIX without a name.
 */
void piece_add_address(struct buf *out, const struct piece *piece);

/* Appends the value in PIECE of OPTION at LEVEL, of setsockopt(2). */
void piece_add_option(struct buf *out, const struct piece *piece, int level, int option);

/* Appends the control messages in PIECE, of a msghdr, divided by ", ". */
void piece_add_control(struct buf *out, const struct piece *piece);

/* Appends the NUMBER-th int of PIECE, from 0. */
void piece_add_int(struct buf *out, const struct piece *piece, size_t number);

#endif
