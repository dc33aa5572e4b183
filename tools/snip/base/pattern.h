/*
 * Regular expressions over outputs, by PCRE2: its syntax (pcre2pattern(3)) on UTF-8 text, `\d`, `\w`
 * and `\s` as Unicode has them, `^` and `$` at each line, a line ended by `\n`. `\C` is refused, as
 * it would cut characters apart. A search has a budget of steps, not of time, so that what takes too
 * long takes too long on every machine.
 */
#ifndef SNIP_BASE_PATTERN_H
#define SNIP_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct pattern;

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

/* Frees PATTERN; NULL is fine. */
void pattern_free(struct pattern *pattern);

/* Tells whether PATTERN can match the empty text, as `x*` and `\b` do, and so everywhere. */
bool pattern_is_empty(const struct pattern *pattern);

/*
 * Tells whether PATTERN is of the kind whose searches explode, as `(a+)+$` is: tried on short made-up
 * texts that nearly match, one of them took more steps than any sane search of it. That none did
 * proves nothing, so searches are bounded all the same.
 */
bool pattern_is_slow(const struct pattern *pattern);

/* The steps that all searches of LEN bytes for one pattern may take together: about a second's. */
size_t pattern_steps(size_t len);

/*
 * Searches TEXT, which must be UTF-8, from the byte FROM (at a character, at most TEXT.len) for a
 * match that is not empty; what stands before FROM is still seen by `\b`, `^` and look-behinds. Takes
 * what it needs out of *STEPS, and is PATTERN_TOO_LONG where they, or 64 MiB of memory, are used up.
 * MATCH is set where the result is PATTERN_FOUND; a group 1 may be empty there.
 */
enum pattern_result pattern_find(const struct pattern *pattern, struct slice text, size_t from,
                                 size_t *steps, struct pattern_match *match)
    __attribute__((warn_unused_result));

/* The library and its version, "PCRE2 10.42". Static. */
const char *pattern_library(void);

#endif
