/*
 * Errors as values. A function that can fail takes `struct err *` last and returns bool; the result
 * must be used. What went wrong is put in with err_set() and its kin, which return false so that
 * `return err_sys(err, …)` reads as one step. Each caller on the way up may add context; only main
 * and the reports print. `struct errs` collects several, as a reader of a whole post does.
 */
#ifndef SNIP_BASE_ERR_H
#define SNIP_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Whose failure it is; the values are snip's exit statuses. */
enum err_kind {
    ERR_NONE = 0,
    ERR_FALSE = 1,  /* a post or a snippet does not tell the truth */
    ERR_INPUT = 2,  /* the author wrote something wrong: usage, directive, manifest */
    ERR_SYSTEM = 3, /* the machine or snip failed: I/O, no namespaces, no compiler */
};

/* One error. The strings are owned by it; all but text may be NULL, line is 0 where there is none.
 */
struct err {
    enum err_kind kind;
    char *file;
    int line;
    char *text;   /* what is wrong, in one line */
    char *detail; /* lines that show it: a diff, a compiler's excerpt, an output */
    char *hint;   /* how to mend it, in one line */
};

/* Several errors, in the order they were found. */
struct errs {
    struct err *v;
    size_t n, cap;
};

/* Sets ERR (must be empty) to a text formatted as by printf(3). Always returns false. */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set(), about FILE at LINE (1-based; 0: the file as a whole). FILE is copied. */
bool err_at(struct err *err, enum err_kind kind, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* As err_set() for a failed system call: ": " and strerror(errno) follow the text; ERR_SYSTEM. */
bool err_sys(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Says how to mend it, in one line. Replaces an earlier hint. Always returns false. */
bool err_hint(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Attaches lines that show what is meant; ERR owns DETAIL from now on. Always returns false. */
bool err_detail(struct err *err, char *detail);

/* Puts "CONTEXT: " before the text. Always returns false. */
bool err_context(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Frees what ERR owns; it is empty afterwards. */
void err_release(struct err *err);

/* Prints "file:line: text", then the detail's lines and the hint indented below it. */
void err_print(FILE *out, const struct err *err);

/* Appends an error about FILE at LINE and returns it, for err_hint(). It moves with the next one.
 */
struct err *errs_add(struct errs *list, enum err_kind kind, const char *file, int line,
                     const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Moves ERR to the end of LIST; ERR is empty afterwards. */
void errs_move(struct errs *list, struct err *err);

/* Moves all of FROM to the end of LIST; FROM is empty afterwards. */
void errs_append(struct errs *list, struct errs *from);

/* Moves A and B, each sorted by line, to the end of OUT, sorted too; both are empty afterwards. */
void errs_merge(struct errs *a, struct errs *b, struct errs *out);

/* Sorts LIST by line; errors of one line keep their order. */
void errs_sort(struct errs *list);

/* The worst kind in LIST: ERR_NONE when it is empty. */
enum err_kind errs_worst(const struct errs *list);

/* Frees the errors and the array. */
void errs_release(struct errs *list);

#endif
