/*
 * What an outcome depends on, listed once: the record of a snippet keeps the digests of what
 * belongs to the repository, the store those of all, and after each step it is asked whether the
 * files are still those that were read. Which of the three looks at a thing is said by its kind's
 * row below, and nowhere else.
 */
#ifndef SNIP_ENGINE_WORK_DEPENDENCY_H
#define SNIP_ENGINE_WORK_DEPENDENCY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "engine/build/compile.h"
#include "engine/build/given.h"
#include "engine/build/toolchain.h"
#include "engine/plan/plan.h"
#include "engine/record/record.h"

/*
 * The kinds of things, a row each: the constant, the part of an entry of the store that it belongs
 * to (engine/work/store.h), and by their names what is true of those below.
 *
 * recorded: a record keeps its digest. checked: it must still be what was read of it when something
 * was made of that.
 */
#define DEPENDENCY_KINDS(ROW)                                                                      \
    /* a file of the snippet: source, data, what it places, manifest */                            \
    ROW(DEPENDENCY_FILE, "own", .recorded = true, .checked = true)                                 \
    /* another of the project that went into a program */                                          \
    ROW(DEPENDENCY_HEADER, "headers", .recorded = true, .checked = true)                           \
    /* what else a compiler may have read: of the system, or named by a flag */                    \
    ROW(DEPENDENCY_SEEN, "headers", .recorded = false)                                             \
    /* a library, or another file of the machine, that was linked or is loaded */                  \
    ROW(DEPENDENCY_LIBRARY, "libraries", .recorded = false)                                        \
    /* a program of the system that a process runs */                                              \
    ROW(DEPENDENCY_COMMAND, "commands", .recorded = false)                                         \
    /* the compiler's, and its name, of snip.yml */                                                \
    ROW(DEPENDENCY_FLAGS, "common", .recorded = true)                                              \
    /* a word of `libs` in snip.yml that a program needs */                                        \
    ROW(DEPENDENCY_LIBS, "libs", .recorded = true)                                                 \
    /* all of them, where one does not link without any */                                         \
    ROW(DEPENDENCY_OFFERED, "libs", .recorded = false)                                             \
    /* which files there are where flags have the compiler look */                                 \
    ROW(DEPENDENCY_NAMES, "common", .recorded = false)                                             \
    /* what all snippets have in common */                                                         \
    ROW(DEPENDENCY_MACHINE, "common", .recorded = false)

#define DEPENDENCY_CONSTANT(KIND, ...) KIND,
enum dependency_kind { DEPENDENCY_KINDS(DEPENDENCY_CONSTANT) };

/* One thing. */
struct dependency {
    enum dependency_kind kind;
    char *name; /* of a file its path, in the project or absolute; else how it is called */
    const struct buf *text; /* what was read of it; NULL: it is read where it is asked for */
    char *identity;         /* what stands for it where it is no text; or NULL */
};

VEC_TYPE(dependencies, struct dependency);

/* Adds to LIST what all outcomes of PLAN's snippets depend on, made by TOOLS on this machine. */
void dependencies_of_machine(struct dependencies *list, const struct plan *plan,
                             const struct toolchain *tools);

/* Adds to LIST what is known of SNIPPET, which must outlive it, before it is compiled. */
void dependencies_of_snippet(struct dependencies *list, const struct snippet *snippet);

/* Adds to LIST all of the project's libraries that SNIPPET is offered, needed or not. */
void dependencies_of_offered(struct dependencies *list, const struct snippet *snippet);

/*
 * Adds to LIST what the COUNT compilations at C of SNIPPET have read, or may have, of what is
 * GIVEN, which must outlive LIST, and of the machine.
 */
void dependencies_of_compilations(struct dependencies *list, const struct snippet *snippet,
                                  const struct compilation *c, size_t count,
                                  const struct given *given);

/* The part of an entry of the store that D belongs to (engine/work/store.h). Static. */
const char *dependency_part(const struct dependency *d);

/* Sets the inputs of RECORD to what of LIST, of SNIPPET, belongs to the repository. */
void dependencies_record(const struct dependencies *list, const struct snippet *snippet,
                         struct record *record);

/* Adds to FAULTS which files of LIST, of SNIPPET, are no longer what was read of them. */
void dependencies_check(const struct dependencies *list, const struct snippet *snippet,
                        struct errs *faults);

/* Frees what LIST owns; it is empty afterwards. */
void dependencies_release(struct dependencies *list);

/* Appends to REASONS what differs between the inputs of WAS and NOW, each a text owned by it. */
void inputs_differ(const struct record *was, const struct record *now, struct strings *reasons);

/*
 * Appends to REASONS why the record of SNIPPET does not belong to its files as they are now, each a
 * text owned by it; nothing where it does. Nothing is compiled: the headers are those the record
 * names.
 */
void inputs_compare(const struct snippet *snippet, const struct plan *plan,
                    struct strings *reasons);

#endif
