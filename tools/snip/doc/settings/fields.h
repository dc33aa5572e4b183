/*
 * Reading a mapping of a settings file by a table of its keys, and the words for what is wrong in
 * one. Every mistake is reported, each at its own line, not only the first.
 */
#ifndef SNIP_DOC_SETTINGS_FIELDS_H
#define SNIP_DOC_SETTINGS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"
#include "doc/settings/yaml.h"

/* What the functions that read a key share. */
struct reading {
    const char *path;  /* the file, for messages */
    struct errs *errs; /* where mistakes go */
    void *into;        /* what is being filled */
};

/* A key of a mapping: a row of a table that is all there is to say of it. */
struct field {
    const char *name;
    /* Reads its value into r->into; also where `beside` was reported. */
    void (*read)(const struct reading *r, const struct node *value);
    size_t at;             /* the offset of what it reads into, in what the mapping is read into */
    const char *beside;    /* a key that this one cannot stand beside in the mapping; or NULL */
    const char *instead;   /* then what to do, as a hint */
    const char *elsewhere; /* how to write it where it was put into a wrong mapping; or NULL */
    bool idle; /* of a manifest: it is not about a run, and may stand where nothing runs */
};

/* A row: a name, its reader, and by their names those other members that are not 0. */
#define FIELD(NAME, ...)                                                                           \
    {                                                                                              \
        .name = (NAME), .read = __VA_ARGS__                                                        \
    }

/* As R, but what is read goes into INTO. */
struct reading reading_into(const struct reading *r, void *into);

/* Reports that the key of NODE belongs into another mapping; false where it does in none. */
typedef bool foreign_key(const struct reading *r, const struct node *node);

/*
 * Reads each key of the mapping MAP by its one of the COUNT FIELDS; a key not among them is a
 * mistake, as FOREIGN (may be NULL) says or else unknown. INSIDE names the key that holds MAP, NULL
 * at the top.
 */
void fields_read(const struct reading *r, const struct node *map, const char *inside,
                 const struct field *fields, size_t count, foreign_key *foreign);

/* The one of the COUNT FIELDS with NAME, or NULL. */
const struct field *field_find(const char *name, const struct field *fields, size_t count);

/* Reports a mistake at LINE, and returns it for err_hint(). */
struct err *field_wrong_at(const struct reading *r, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As field_wrong_at(), at the line of NODE. */
#define field_wrong(R, NODE, ...) field_wrong_at(R, (NODE)->line, __VA_ARGS__)

/* Reports that NODE is not what it must be: "WHAT must be WANTED, but is …", and HINT below it. */
void field_not(const struct reading *r, const struct node *node, const char *what,
               const char *wanted, const char *hint);

/*
 * The text of the scalar NODE as a C string owned by the caller, or NULL where it is none (missing,
 * a list or a mapping, a NUL inside), which is reported as by field_not().
 */
char *field_text(const struct reading *r, const struct node *node, const char *what,
                 const char *hint);

/*
 * Reads NODE, a decimal number from 0 to MAX (below 10^9) without sign and leading zeros. Returns
 * false where it is none, and leaves NUMBER; nothing is reported.
 */
bool field_number(const struct node *node, int max, int *number);

/* Reads NODE, true or false, into FLAG. Returns false where it is neither; nothing is reported. */
bool field_flag(const struct node *node, bool *flag);

/* The place of WORD (may be NULL) among the COUNT NAMES; COUNT where it is none of them. */
size_t field_word(const char *word, const char *const *names, size_t count);

/* Appends the texts of the list NODE to OUT; what is no list of texts is reported with HINT. */
void field_texts(const struct reading *r, const struct node *node, const char *hint,
                 struct strings *out);

/* The text S as a message names it, as by node_quote(). Owned by the caller. */
char *field_quote(const char *s);

/*
 * Gives ERR the hint that WORD was perhaps meant to be one of the COUNT NAMES, or where none is
 * near, which there are: "OTHERWISE a, b, c".
 */
void field_hint_nearest(struct err *err, const char *word, const char *const *names, size_t count,
                        const char *otherwise);

/* Tells whether S is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most. */
bool field_is_name(const char *s);

/* Holds that S can name WHAT ("a host") as by field_is_name(); a mistake is reported at LINE. */
bool field_check_name(const struct reading *r, int line, const char *s, const char *what);

/* Tells whether S, a title or a path, shows as it is: not blank, one line, no controls. */
bool field_is_showable(const char *s);

#endif
