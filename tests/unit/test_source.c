/* doc/post/source: what bytes a post may have, and where its CommonMark begins. */
#include "unit.h"

#include "base/err.h"
#include "doc/post/source.h"

static void assert_body(const char *text, enum front_state want, size_t body, int number)
{
    size_t at = 999;
    int line = 999;
    assert_int_equal(front_matter((struct slice){ text, strlen(text) }, &at, &line), want);
    assert_int_equal(at, body);
    assert_int_equal(line, number);
}

static void front_matter_is_cut_off(void **state)
{
    (void)state;
    assert_body("---\na: 1\n---\nx\n", FRONT_CLOSED, 13, 4);
    assert_body("---\na: 1\n...\nx\n", FRONT_CLOSED, 13, 4);
    assert_body("--- \n---\t\nx\n", FRONT_CLOSED, 10, 3);
    assert_body("---\r\n---\r\nx", FRONT_CLOSED, 10, 3);
    assert_body("\xEF\xBB\xBF---\n---\nx\n", FRONT_CLOSED, 11, 3);
    assert_body("---\n---", FRONT_CLOSED, 7, 3);
}

static void what_only_looks_like_it_stays(void **state)
{
    (void)state;
    assert_body("x\n---\n", FRONT_NONE, 0, 1);
    assert_body("----\n---\n", FRONT_NONE, 0, 1);
    assert_body("", FRONT_NONE, 0, 1);
}

static void an_open_one_is_told(void **state)
{
    (void)state;
    assert_body("---\na: 1\nx\n", FRONT_OPEN, 0, 1);
    assert_body("---\n ---\n", FRONT_OPEN, 0, 1);
}

static void assert_refused(const char *text, size_t len, int line, const char *part)
{
    struct errs errs = { 0 };
    assert_false(source_check("a.md", (struct slice){ text, len }, &errs));
    assert_int_equal(errs.n, 1);
    assert_int_equal(errs.v[0].kind, ERR_INPUT);
    assert_int_equal(errs.v[0].line, line);
    assert_contains(errs.v[0].text, part);
    errs_release(&errs);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    struct errs errs = { 0 };
    const char *good = "소켓\r\n";
    assert_true(source_check("a.md", (struct slice){ good, strlen(good) }, &errs));
    assert_int_equal(errs.n, 0);
    assert_refused("a\nb\0c", 5, 2, "NUL");
    assert_refused("a\n\xC3(", 4, 2, "UTF-8");
    assert_refused("\xED\xA0\x80", 3, 1, "UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_is_cut_off),
        cmocka_unit_test(what_only_looks_like_it_stays),
        cmocka_unit_test(an_open_one_is_told),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
