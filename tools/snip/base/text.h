/*
 * Small questions about text: UTF-8, lines, names that were nearly right.
 */
#ifndef SNIP_BASE_TEXT_H
#define SNIP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Some bytes of somebody else's text; not NUL-terminated. */
struct slice {
    const char *s;
    size_t len;
};

/* The text of BUF, as long as that does not change. */
struct slice buf_slice(const struct buf *buf);

/* Tells whether TEXT is S. */
bool slice_is(struct slice text, const char *s);

/* Tells whether TEXT begins with PREFIX. */
bool slice_starts(struct slice text, const char *prefix);

/* A range of bytes of a text: from `from` up to, not including, `to`. */
struct span {
    size_t from, to;
};

/* Tells whether S begins with PREFIX. */
bool text_starts(const char *s, const char *prefix);

/* Tells whether S ends in SUFFIX. */
bool text_ends(const char *s, const char *suffix);

/*
 * Decodes one UTF-8 character (RFC 3629: no surrogates, no overlong forms) from the LEN bytes at S.
 * Returns its length in bytes and sets *CODE, or 0 where the bytes are not UTF-8.
 */
size_t utf8_decode(const char *s, size_t len, uint32_t *code);

/* Tells whether the LEN bytes at S are UTF-8; if not, *BAD is the offset of the first wrong byte.
 */
bool utf8_valid(const char *s, size_t len, size_t *bad);

/*
 * Appends the LEN bytes at S so that they can be shown anywhere: bytes that are not UTF-8 as \xHH,
 * a carriage return as \r, other C0 controls (but newline, and tab), DEL, C1 controls,
 * noncharacters, line separators and bidirectional controls as \xHH or \u{HHHH}.
 */
void text_show(struct buf *out, const char *s, size_t len);

/* As text_show(), with newlines and tabs escaped too: a name remains within its line. */
void text_show_line(struct buf *out, const char *s, size_t len);

/*
 * How many bytes at S, which is not empty, are a character, or stand for one in what was shown: as
 * text_show() writes it, or \n, \t, \r.
 */
size_t text_shown_step(const char *s);

/* Cuts the blanks, spaces and tabs, off the end of each line of TEXT. */
void text_cut_blanks(struct buf *text);

/*
 * The next line of *REST, without its newline; *REST moves behind it. Returns false at the end. A
 * text that ends in a newline has no empty line after it.
 */
bool text_line(struct slice *rest, struct slice *line);

/*
 * The NUMBER-th word of S, counted from 0, where words are divided by spaces and tabs, with all
 * that follows it; "" where S has fewer. As the files in /proc are read, with strtoul(3) for a
 * number.
 */
const char *text_word(const char *s, size_t number);

/* How many characters the UTF-8 text S has: columns, where none is wide or combining. */
size_t text_width(const char *s);

/*
 * How many columns the UTF-8 text S takes where a character of Korean, Chinese or Japanese takes
 * two, as in the fonts for programs; combining ones take none.
 */
size_t text_columns(const char *s);

/* How many lines S has; a last line without newline counts. */
size_t text_lines(const char *s, size_t len);

/* The 1-based number of the line on which offset AT of S lies. */
int text_line_at(const char *s, size_t at);

/*
 * The name among the COUNT strings at NAMES nearest to WORD, or NULL where none is near enough to
 * be what was meant (about a third of the letters may differ). Distance as by Levenshtein, with
 * swapped neighbours counted once.
 */
const char *text_nearest(const char *word, const char *const *names, size_t count);

/*
 * Appends S as one word of a POSIX shell: as it is where that is safe, else in single quotes. For
 * showing a command that a reader can repeat.
 */
void text_shell_word(struct buf *out, const char *s);

#endif
