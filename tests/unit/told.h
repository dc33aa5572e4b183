/* For tests of the words for what went wrong: a snippet, and holding what is printed of its faults. */
#ifndef SNIP_TESTS_TOLD_H
#define SNIP_TESTS_TOLD_H

#include "project.h"

/* The snippet `s` of one C file with the manifest MANIFEST, shown nowhere. */
static struct plan single_of(const char *manifest)
{
    PROJECT({ "snippets/s.c", "int main(void)\n{\n}\n" }, { "snippets/s.yml", manifest });
    struct plan plan = load();
    vec_each (e, &plan.snippets.v[0].errs)
        fail_msg("%s:%d: %s", e->file, e->line, e->text);
    return plan;
}

/* Holds that FAULTS are printed as EXPECTED, and frees them. */
static void assert_printed(struct errs *faults, const char *expected)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    vec_each (e, faults)
        err_print(out, e);
    fclose(out);
    errs_release(faults);
    assert_string_equal(text, expected);
    free(text);
}

#endif
