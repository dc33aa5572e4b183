/*
 * A program of a box: its standard input and output on the loop.
 */
#ifndef SNIP_BOX_PARTS_MEMBER_H
#define SNIP_BOX_PARTS_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "box/parts/whole.h"

/* Opens member I of BOX, which is to run PROGRAM. ERR_SYSTEM; close it either way. */
bool member_open(struct box *box, size_t i, const struct box_program *program, struct err *err)
    __attribute__((warn_unused_result));

/* MEMBER, not started before, is about to be: it is fed from now on. */
void member_run(struct member *member);

/* Reads what MEMBER has printed. Returns false at the end of the output. */
bool member_read(struct member *member);

/* Reads what MEMBER has printed, and gives it what there is room for of its input. */
void member_exchange(struct member *member);

/* Frees what MEMBER holds. */
void member_close(struct member *member);

#endif
