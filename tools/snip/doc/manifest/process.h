/*
 * The processes of a snippet, as `run` declares them: what each is given, what makes it ready,
 * which others it waits for, how it is stopped.
 */
#ifndef SNIP_DOC_MANIFEST_PROCESS_H
#define SNIP_DOC_MANIFEST_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/right.h"
#include "base/vec.h"
#include "doc/process/awaits.h"
#include "doc/process/input.h"
#include "doc/process/ready.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* How a process must end: with STATUS, or killed by SIGNAL where that is not 0. */
struct expectation {
    int status; /* 0 to 255 */
    int signal; /* a signal number, 0 for none */
    int line;   /* in the manifest; 0 where nothing was declared */
};

/* One process of a snippet: a program of the snippet, or one of the system. */
struct process_spec {
    char *name;
    int line;               /* of its key in `run`; 0 where there is no `run` */
    char *source;           /* C file in the snippet's folder, or the first of several: the program
                               is called as it; NULL where `command` is given */
    struct strings others;  /* the other C files of the program */
    int source_line;        /* of the key `source` or `sources`; without one as `line` */
    struct strings command; /* argv of a program of the system, or of "./NAME", one of the snippet;
                               empty where `source` is used */
    int command_line;       /* of the key `command`, else 0 */
    struct strings args;
    struct strings env; /* "NAME=value" each, in the manifest's order */
    struct stdin_spec input;
    bool terminal; /* its standard input is a terminal, the one that it prints on */
    struct expectation expect;
    struct ready ready;
    int stop;                 /* signal that it is sent; 0: none */
    struct awaits stop_after; /* then, when these have come; with none: when all processes without a
                                 `stop` have ended */
    int stop_line;            /* of the key `stop`, else 0 */
    struct awaits after;      /* the processes it waits for */
    int after_line;           /* of the key `after`, else 0 */
    char *on;                 /* the host it runs on, as written; or NULL */
    int on_line;              /* of the key `on`, else 0 */
    bool unordered;           /* nothing orders the lines that it prints: they are sorted */
    unsigned rights;          /* of enum right */
    int rights_line;          /* of the last of them; 0: it has none */
    size_t host;              /* its place in the lab, once lab_place() has found it */
};

VEC_TYPE(process_specs, struct process_spec);

/* Adds a process for each key of RUN, a mapping, in its order; nothing else of them is read. */
void processes_add(struct process_specs *specs, const struct node *run);

/*
 * Reads the values of RUN, a mapping, into the struct process_specs r->into, in which
 * processes_add() has put them. ONLY is the C file that each runs where it names none; NULL:
 * NAME.c. FOREIGN knows the keys that are none of a process. After a mistake a process may have
 * neither source nor command.
 */
void processes_read(const struct reading *r, const struct node *run, const char *only,
                    foreign_key *foreign);

/* The key NAME of a process, or NULL. */
const struct field *process_key(const char *name);

/* How many C files a program may have. */
enum { PROGRAM_MAX_SOURCES = 16 };

/* Reads NODE, a key that the top has for an only process, into SPEC. */
void process_read_only(const struct reading *r, struct process_spec *spec, const struct node *node);

/*
 * Reads NODE, a status or { signal: NAME }, into the struct expectation r->into. EXAMPLE is what a
 * hint puts before a right value: "expect: ", or a process with its colon.
 */
void expectation_read(const struct reading *r, const struct node *node, const char *example);

/*
 * Reads NODE, which rights the processes have, into those of r->into, a struct process_specs:
 * `rights: { bob: [net_raw] }`, or for the only program `rights: [net_raw]`. NAMED tells whether
 * `run` names them; else there is one, and NODE is its list.
 */
void rights_read(const struct reading *r, const struct node *node, bool named);

/* The process NAME among SPECS, or NULL. */
struct process_spec *process_find(const struct process_specs *specs, const char *name);

/* Gives ERR the hint which of SPECS the word was meant to be. */
void process_hint_nearest(struct err *err, const char *word, const struct process_specs *specs);

/* Tells whether AWAIT, of one of SPECS, is over only with the end of the process it names. */
bool process_awaits_end(const struct process_specs *specs, const struct await *await);

/* Frees what SPECS own; it is empty afterwards. */
void process_specs_release(struct process_specs *specs);

#endif
