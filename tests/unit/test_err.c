/* base/err: errors as values, lists of them, how they are printed. */
#include "unit.h"

#include <errno.h>

#include "base/err.h"
#include "base/mem.h"

/* What err_print() writes; owned by the caller. */
static char *printed(const struct err *err)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    err_print(out, err);
    fclose(out);
    return text;
}

static void assert_printed(const struct err *err, const char *expected)
{
    AUTO_FREE char *text = printed(err);
    assert_string_equal(text, expected);
}

static void set_fills_and_is_false(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_false(err_set(&err, ERR_FALSE, "%d posts are stale", 3));
    assert_int_equal(err.kind, ERR_FALSE);
    assert_null(err.file);
    assert_int_equal(err.line, 0);
    assert_printed(&err, "snip: 3 posts are stale\n");
    err_release(&err);
    assert_null(err.text);
    assert_int_equal(err.kind, ERR_NONE);
}

static void at_names_the_place(void **state)
{
    (void)state;
    struct err err = { 0 };
    char file[] = "post.md";
    assert_false(err_at(&err, ERR_INPUT, file, 7, "unknown kind `%s`", "cod"));
    file[0] = 'X';
    assert_string_equal(err.file, "post.md");
    assert_printed(&err, "post.md:7: unknown kind `cod`\n");
    assert_false(err_at(&err, ERR_INPUT, "a.yml", 0, "is empty"));
    assert_printed(&err, "a.yml: is empty\n");
    err_release(&err);
}

static void sys_says_why(void **state)
{
    (void)state;
    struct err err = { 0 };
    errno = ENOSPC;
    assert_false(err_sys(&err, "cannot write %s", "x"));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_printed(&err, "snip: cannot write x: No space left on device\n");
    err_release(&err);
}

static void context_goes_before(void **state)
{
    (void)state;
    struct err err = { 0 };
    err_at(&err, ERR_SYSTEM, "f", 1, "broken");
    assert_false(err_context(&err, "running %s", "a"));
    assert_false(err_context(&err, "update"));
    assert_string_equal(err.text, "update: running a: broken");
    assert_int_equal(err.line, 1);
    err_release(&err);
}

static void detail_and_hint_are_indented(void **state)
{
    (void)state;
    struct err err = { 0 };
    err_at(&err, ERR_FALSE, "p.md", 3, "differs");
    assert_false(err_detail(&err, mem_strdup("gone")));
    assert_false(err_detail(&err, mem_strdup("-old\n\n+new\nlast")));
    assert_false(err_hint(&err, "no: %d", 1));
    assert_false(err_hint(&err, "run %s", "snip update"));
    assert_printed(&err, "p.md:3: differs\n"
                         "  | -old\n  |\n  | +new\n  | last\n"
                         "  run snip update\n");
    err_release(&err);
}

/* A file's name or an author's word must not be a command to the terminal that shows it. */
static void controls_are_not_printed(void **state)
{
    (void)state;
    struct err err = { 0 };
    err_at(&err, ERR_INPUT, "a\x1b[2J.md", 1, "unknown key `%s`", "\x1b]0;x\a");
    err_detail(&err, mem_strdup("\x9b\n"));
    err_hint(&err, "\xE2\x80\xAEx");
    assert_printed(&err, "a\\x1B[2J.md:1: unknown key `\\x1B]0;x\\x07`\n"
                         "  | \\x9B\n"
                         "  \\u{202E}x\n");
    err_release(&err);
}

/* What is one line remains one: a name with a newline in it says nothing in snip's name. */
static void lines_are_not_made_up(void **state)
{
    (void)state;
    struct err err = { 0 };
    err_at(&err, ERR_INPUT, "a\nsnip: b", 0, "no `%s`", "x\r\n0 false\t소켓");
    err_detail(&err, mem_strdup("-\told\n+new\n"));
    err_hint(&err, "\nsnip: c");
    assert_printed(&err, "a\\x0Asnip: b: no `x\\x0D\\x0A0 false\\x09소켓`\n"
                         "  | -\told\n  | +new\n"
                         "  \\x0Asnip: c\n");
    err_release(&err);
}

static void nothing_said_is_said(void **state)
{
    (void)state;
    struct err err = { .kind = ERR_SYSTEM };
    assert_printed(&err, "snip: unknown error\n");
}

static void sorted_by_line_and_stable(void **state)
{
    (void)state;
    static const int lines[] = { 5, 1, 5, 0, 9, 1, 5 };
    static const char *const sorted[] = { "3", "1", "5", "0", "2", "6", "4" };
    struct errs list = { 0 };
    errs_sort(&list);
    assert_int_equal(list.n, 0);
    for (size_t i = 0; i < COUNT(lines); i++)
        errs_add(&list, ERR_INPUT, "f", lines[i], "%zu", i);
    errs_sort(&list);
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_string_equal(list.v[i].text, sorted[i]);
    errs_release(&list);
}

static void list_keeps_order_and_knows_the_worst(void **state)
{
    (void)state;
    struct errs list = { 0 }, more = { 0 };
    struct err one = { 0 };
    assert_int_equal(errs_worst(&list), ERR_NONE);
    err_set(&one, ERR_FALSE, "first");
    errs_move(&list, &one);
    assert_null(one.text);
    assert_int_equal(one.kind, ERR_NONE);
    assert_int_equal(errs_worst(&list), ERR_FALSE);
    err_hint(errs_add(&more, ERR_SYSTEM, "f", 2, "second %d", 2), "mend it");
    for (int i = 0; i < 30; i++)
        errs_add(&more, ERR_INPUT, "f", i, "more");
    errs_append(&list, &more);
    assert_int_equal(more.n, 0);
    assert_int_equal(list.n, 32);
    assert_string_equal(list.v[0].text, "first");
    assert_string_equal(list.v[1].text, "second 2");
    assert_string_equal(list.v[1].hint, "mend it");
    assert_int_equal(list.v[31].line, 29);
    assert_int_equal(errs_worst(&list), ERR_SYSTEM);
    errs_release(&list);
    assert_int_equal(list.n, 0);
}

static void values_are_the_exit_statuses(void **state)
{
    (void)state;
    assert_int_equal(ERR_NONE, 0);
    assert_int_equal(ERR_FALSE, 1);
    assert_int_equal(ERR_INPUT, 2);
    assert_int_equal(ERR_SYSTEM, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_fills_and_is_false),
        cmocka_unit_test(at_names_the_place),
        cmocka_unit_test(sys_says_why),
        cmocka_unit_test(context_goes_before),
        cmocka_unit_test(detail_and_hint_are_indented),
        cmocka_unit_test(controls_are_not_printed),
        cmocka_unit_test(lines_are_not_made_up),
        cmocka_unit_test(nothing_said_is_said),
        cmocka_unit_test(sorted_by_line_and_stable),
        cmocka_unit_test(list_keeps_order_and_knows_the_worst),
        cmocka_unit_test(values_are_the_exit_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
