/* doc/post/lines: lines as CommonMark ends them, numbered as people count them. */
#include "unit.h"

#include "doc/post/lines.h"

static struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

/* Holds that row ROW of TEXT, counted from offset FROM, is LINE and has NUMBER. */
static void assert_row(const char *text, size_t from, size_t row, const char *line, int number)
{
    struct line_table table = { 0 };
    line_table_fill(&table, slice(text), from, 1);
    struct span span = line_table_span(&table, row);
    assert_int_equal(span.to - span.from, strlen(line));
    assert_memory_equal(text + span.from, line, strlen(line));
    assert_int_equal(line_table_number(&table, row), number);
    line_table_release(&table);
    assert_int_equal(table.n, 0);
}

static void all_line_ends_end_lines(void **state)
{
    (void)state;
    const char *text = "a\nb\r\nc\rd";
    assert_row(text, 0, 0, "a\n", 1);
    assert_row(text, 0, 1, "b\r\n", 2);
    assert_row(text, 0, 2, "c\r", 3);
    assert_row(text, 0, 3, "d", 3); /* a lone CR is no new line for an editor */
}

static void a_last_line_end_ends_the_last_line(void **state)
{
    (void)state;
    struct line_table table = { 0 };
    line_table_fill(&table, slice("a\n\n"), 0, 1);
    assert_int_equal(table.n, 2);
    line_table_release(&table);
    assert_row("a\n\n", 0, 1, "\n", 2);
}

static void rows_beyond_are_empty(void **state)
{
    (void)state;
    assert_row("a\n", 0, 7, "", 1);
    assert_row("", 0, 0, "", 1);
}

static void counting_may_begin_inside(void **state)
{
    (void)state;
    assert_row("---\n---\nbody\n", 8, 0, "body\n", 1);
}

static void ends_and_blanks_are_told(void **state)
{
    (void)state;
    assert_string_equal(line_ending(slice("a\n")), "\n");
    assert_string_equal(line_ending(slice("a\r\n")), "\r\n");
    assert_string_equal(line_ending(slice("a\r")), "\r");
    assert_string_equal(line_ending(slice("a")), "");
    assert_string_equal(line_ending(slice("")), "");
    struct slice bare = line_trim(slice(" \t a b \r\n"));
    assert_int_equal(bare.len, 3);
    assert_memory_equal(bare.s, "a b", 3);
    assert_int_equal(line_trim(slice(" \n")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_line_ends_end_lines),
        cmocka_unit_test(a_last_line_end_ends_the_last_line),
        cmocka_unit_test(rows_beyond_are_empty),
        cmocka_unit_test(counting_may_begin_inside),
        cmocka_unit_test(ends_and_blanks_are_told),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
