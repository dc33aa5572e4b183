/*
 * What the processes of a run are given to read, item by item as their manifest has it
 * (doc/process/input.h).
 */
#ifndef SNIP_ENGINE_RUN_GIVING_H
#define SNIP_ENGINE_RUN_GIVING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "box/box.h"
#include "doc/manifest/process.h"

/* How far a process is with its standard input. */
struct giving {
    size_t next;   /* the item that is due */
    size_t seen;   /* bytes of its output in which no item `prints` is looked for any more */
    bool prompted; /* the item before that was `prints`: its program itself has asked for more */
    bool over;     /* all is given, and end of file, or it stays open */
};

/* The text that SPEC is given as it starts; empty where its items follow one after another. */
struct slice giving_first(const struct process_spec *spec);

/* Tells whether SPEC is given more after it has started, be it end of file. */
bool giving_goes_on(const struct process_spec *spec);

/*
 * Passes what the process of SPEC, number I in BOX, has waited for and has come: CAME tells of
 * awaits, for OWNER.
 */
void giving_pass(struct giving *giving, const struct process_spec *spec, struct box *box, size_t i,
                 bool (*came)(void *owner, const struct awaits *awaits), void *owner);

/* Tells whether a text or end of file is due, and all that was given before is read. */
bool giving_is_due(const struct giving *giving, const struct process_spec *spec,
                   const struct box *box, size_t i);

/* Gives what is due. */
void giving_give(struct giving *giving, const struct process_spec *spec, struct box *box, size_t i);

/*
 * The item of SPEC that was neither given nor passed, where more than end of file is left; NULL
 * where none is. SPEC owns it.
 */
const struct input *giving_rest(const struct giving *giving, const struct process_spec *spec);

/*
 * Appends a line to OUT on what the process of SPEC, one of ALL, was not given, and why; nothing
 * where it was given all.
 */
void giving_describe(struct buf *out, const struct giving *giving, const struct process_spec *spec,
                     const struct process_specs *all, const struct box *box, size_t i);

#endif
