/*
 * Regular expressions over outputs, by PCRE2: its syntax (pcre2pattern(3)) on UTF-8 text, `\d`,
 * `\w` and `\s` as Unicode has them, `^` and `$` at each line, a line ended by `\n`. `\C` is
 * refused, as it would cut characters apart; so are `\X`, script runs and calls of groups such as
 * `(?R)`, whose work cannot be counted. A search has a budget of steps, not of time, so that what
 * takes too long takes too long on every machine. A step is one item of the expression tried at one
 * place, and what takes as long: bytes passed over, frames of many groups copied.
 */
#ifndef SNIP_DOC_SETTINGS_PATTERN_H
#define SNIP_DOC_SETTINGS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct pattern;

/* Searches for one pattern that share a budget of steps. */
struct pattern_search;

/* What a search found. */
struct pattern_match {
    struct span value; /* group 1 where REGEX has one that took part, else the whole match */
    size_t next;       /* where to search on: behind the match, and always behind FROM */
};

/* How a search ended. */
enum pattern_result { PATTERN_FOUND, PATTERN_NONE, PATTERN_TOO_LONG };

/*
 * Compiles REGEX. Returns NULL where it is wrong: ERR_INPUT with PCRE2's words and the character
 * (counted from 1) at which it stopped. End it with pattern_free().
 */
struct pattern *pattern_new(const char *regex, struct err *err) __attribute__((warn_unused_result));

/*
 * Compiles REGEX, which is a constant of snip's own: its searches are not counted, and where the
 * machine allows it, they are compiled too (pcre2jit(3)).
 */
struct pattern *pattern_constant(const char *regex) __attribute__((warn_unused_result));

/* Frees PATTERN; NULL is fine. */
void pattern_free(struct pattern *pattern);

/* Tells whether PATTERN can match the empty text, as `x*` and `\b` do, and so everywhere. */
bool pattern_is_empty(const struct pattern *pattern);

/* The steps that all searches of LEN bytes for one pattern may take together: about a second's. */
size_t pattern_steps(size_t len);

/*
 * Begins searches for PATTERN, which must outlive them, that may take STEPS together. End it with
 * pattern_search_end(); meanwhile it keeps the memory that a search needed, 64 MiB at most.
 */
struct pattern_search *pattern_search_new(const struct pattern *pattern, size_t steps)
    __attribute__((warn_unused_result));

/* Frees SEARCH. Returns the steps that were left. */
size_t pattern_search_end(struct pattern_search *search);

/*
 * Searches TEXT, which must be UTF-8, from the byte FROM (at a character, at most TEXT.len) for a
 * match that is not empty; what stands before FROM is still seen by `\b`, `^` and look-behinds. Is
 * PATTERN_TOO_LONG where the steps, or 64 MiB of memory, are used up. MATCH is set where the result
 * is PATTERN_FOUND; a group 1 may be empty there.
 */
enum pattern_result pattern_find(struct pattern_search *search, struct slice text, size_t from,
                                 struct pattern_match *match) __attribute__((warn_unused_result));

/* The version of the library, PCRE2: "10.42". Static. */
const char *pattern_version(void);

#endif
