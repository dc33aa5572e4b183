/*
 * Commands: each is a row of a table from which dispatch, option parsing and help are made.
 */
#ifndef SNIP_CMD_CMD_H
#define SNIP_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The command line of one command, parsed. */
struct invocation {
    char **names; /* arguments that are no options */
    int count;
    bool overwrite;
    bool rebase;
    bool rerun;
    bool elsewhere;        /* --elsewhere */
    bool bare;             /* --sandbox=none */
    bool trust;            /* --trust */
    bool timeline;         /* --timeline */
    unsigned orders;       /* --orders; 0: as many as usual */
    int jobs;              /* 0: one more than processors */
    const char *slug;      /* or NULL */
    const char *processes; /* "server,client", or NULL */
};

/* An option a command takes. */
struct option_spec {
    const char *name;  /* without the dashes */
    char letter;       /* of its short form, or 0 */
    const char *value; /* what its argument is called in the help; NULL: takes none */
    const char *help;
    /* Puts VALUE into INVOCATION. Fails with ERR_INPUT. NULL for an option that takes none. */
    bool (*take)(struct invocation *invocation, const char *value, struct err *err);
    size_t flag; /* of one that takes none: the offset of the bool that it sets in INVOCATION */
};

/* A command. */
struct command {
    const char *name;
    const char *arguments;                    /* as in a synopsis: "[NAME…]" */
    int least, most;                          /* how many arguments; most -1: any number */
    const char *summary;                      /* one line */
    const char *help;                         /* what it does and examples, lines ending in \n */
    const struct option_spec *const *options; /* ends with NULL; may be NULL */
    /*
     * Does it. Returns true where everything is as it should be, false with ERR set, or with ERR of
     * a kind but no text where all was said already.
     */
    bool (*run)(const struct invocation *invocation, struct err *err);
};

extern const struct command cmd_check, cmd_update, cmd_run, cmd_explore, cmd_list, cmd_status,
    cmd_new, cmd_doctor;

/* -j N, --rerun, --sandbox=none, and --trust. */
extern const struct option_spec option_jobs, option_rerun, option_sandbox, option_trust;

/* The commands, in the order of the help; ends with NULL. */
extern const struct command *const commands[];

/*
 * Runs `snip` with the ARGC words at ARGV. Fails as a command does; what was asked for with --help
 * is printed and true.
 */
bool cmd_main(int argc, char **argv, struct err *err) __attribute__((warn_unused_result));

#endif
