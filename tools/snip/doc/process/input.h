/*
 * What a process reads: one text at once, or texts that are given one after another, each when all
 * that has been given is read and the processes of the snippet rest, or what is waited for in
 * between has come.
 */
#ifndef SNIP_DOC_PROCESS_INPUT_H
#define SNIP_DOC_PROCESS_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"
#include "doc/process/awaits.h"
#include "doc/settings/fields.h"

enum input_kind {
    INPUT_TEXT,   /* text is given */
    INPUT_PRINTS, /* the process has printed text since it was given one */
    INPUT_AFTER,  /* other processes are ready, or have ended */
};

/* One item of `stdin`. */
struct input {
    enum input_kind kind;
    int line;
    char *text; /* LEN bytes and a NUL; NULL of INPUT_AFTER */
    size_t len;
    struct awaits after;
};

VEC_TYPE(inputs, struct input);

/* Standard input. */
struct stdin_spec {
    struct inputs items; /* none: end of file at once */
    bool paced;          /* it was a list: one after another; else one text, at once */
    bool stays_open;     /* no end of file follows */
};

/* Reads NODE, the value of `stdin` of one of the processes NAMES, into INPUT. */
void input_read(const struct reading *r, const struct node *node, const struct process_names *names,
                struct stdin_spec *input);

/* Divides the one text of INPUT into its lines, one after another: how a terminal is given it. */
void input_pace(struct stdin_spec *input);

/* Frees what INPUT owns; it is empty afterwards. */
void input_release(struct stdin_spec *input);

#endif
