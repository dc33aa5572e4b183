/*
 * Manifests for the tests of what they declare: of a snippet of one file, b.c, and of folders.
 */
#ifndef SNIP_TESTS_MISTAKES_H
#define SNIP_TESTS_MISTAKES_H

#include "unit.h"

#include "base/mem.h"
#include "doc/manifest/manifest.h"

/* A manifest with one mistake: its line, what is said of it, how to mend it. */
struct mistake {
    const char *text;
    int line;
    const char *says, *hint;
};

/* A snippet of one file. */
static const struct manifest_subject one_file = { .source = "b.c" };

/* The C files of a folder; write it as FOLDER("a.c", "b.c"). */
static inline struct manifest_subject folder_of(struct strings *files)
{
    return (struct manifest_subject){ .sources = files };
}

#define FOLDER(...)                                                                                \
    folder_of(&(struct strings){ (char **)(uintptr_t)(const char *[]){ __VA_ARGS__ },              \
                                 sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), 0 })

static inline struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

/* Parses TEXT, a manifest of SUBJECT, which must be right. */
static inline void parse_as(struct manifest *m, const char *text, struct manifest_subject subject)
{
    struct errs errs = { 0 };
    if (!manifest_parse(m, "snippet.yml", slice(text), &subject, &errs))
        fail_msg("%s\nline %d: %s", text, errs.v[0].line, errs.v[0].text);
    assert_int_equal(errs.n, 0);
}

/* Holds that each of the COUNT manifests of SUBJECT is refused with just these words. */
static inline void assert_mistakes(const struct mistake *mistakes, size_t count,
                                   struct manifest_subject subject)
{
    for (const struct mistake *m = mistakes; m < mistakes + count; m++) {
        struct manifest manifest;
        struct errs errs = { 0 };
        if (manifest_parse(&manifest, "snippet.yml", slice(m->text), &subject, &errs))
            fail_msg("accepted: %s", m->text);
        if (errs.n != 1)
            fail_msg("%zu errors, %s and %s: %s", errs.n, errs.v[0].text, errs.v[1].text, m->text);
        const struct err *err = &errs.v[0];
        assert_int_equal(err->kind, ERR_INPUT);
        assert_string_equal(err->file, "snippet.yml");
        if (err->line != m->line)
            fail_msg("line %d, not %d: %s", err->line, m->line, m->text);
        assert_string_equal(err->text, m->says);
        if (!m->hint || !err->hint)
            assert_true(m->hint == err->hint);
        else
            assert_string_equal(err->hint, m->hint);
        errs_release(&errs);
        manifest_release(&manifest);
    }
}

#endif
