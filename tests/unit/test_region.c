/* doc/post/region: markers in C sources, and what a post shows between them. */
#include "unit.h"

#include "doc/post/region.h"

static bool show(const char *source, const char *name, struct buf *out, struct err *err)
{
    return region_show(out, (struct slice){ source, strlen(source) }, "snippets/a.c", name, err);
}

static void assert_shows(const char *source, const char *name, const char *expected)
{
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    if (!show(source, name, &out, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
}

static void assert_refused(const char *source, const char *name, int line, const char *text,
                           const char *hint)
{
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    if (show(source, name, &out, &err))
        fail_msg("accepted: %s", source);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.file, "snippets/a.c");
    assert_int_equal(err.line, line);
    assert_string_equal(err.text, text);
    if (hint)
        assert_contains(err.hint, hint);
    assert_int_equal(out.len, 0);
    err_release(&err);
    buf_release(&out);
}

static void whole_file_without_markers(void **state)
{
    (void)state;
    assert_shows("", NULL, "");
    assert_shows("int a;\n", NULL, "int a;\n");
    assert_shows("int a;", NULL, "int a;\n");
    assert_shows("\n\n", NULL, "\n\n");
    assert_shows("a\n// region: x\n  b\n// endregion\nc\n", NULL, "a\n  b\nc\n");
    assert_shows("\t//region:x\na\n  //   endregion  \n", NULL, "a\n");
}

static void region_alone(void **state)
{
    (void)state;
    static const char source[] = "a\n// region: x\nb\n// endregion\nc\n// region: y-2_Z\nd\ne\n"
                                 "// endregion\n";
    assert_shows(source, "x", "b\n");
    assert_shows(source, "y-2_Z", "d\ne\n");
    assert_shows("// region: x\nb\n// endregion", "x", "b\n");
}

static void regions_in_regions(void **state)
{
    (void)state;
    static const char source[] = "/* region: all */\n  a\n  // region: b\n    b\n"
                                 "  // endregion: b\n  c\n/* endregion */\n";
    assert_shows(source, "all", "a\n  b\nc\n");
    assert_shows(source, "b", "b\n");
    assert_shows(source, NULL, "  a\n    b\n  c\n");
}

static void markers_of_other_languages(void **state)
{
    (void)state;
    static const char *const markers[][2] = {
        { "# region: x", "# endregion" },          { "<!-- region: x -->", "<!--endregion: x-->" },
        { "-- region: x", "-- endregion: x" },     { "; region: x", ";endregion" },
        { "\t/*region: x*/ ", "/* endregion */" },
    };
    for (size_t i = 0; i < COUNT(markers); i++) {
        char source[100];
        snprintf(source, sizeof(source), "a\n%s\n  b\n%s\nc\n", markers[i][0], markers[i][1]);
        assert_shows(source, "x", "b\n");
        assert_shows(source, NULL, "a\n  b\nc\n");
    }
}

static void empty_regions_are_named(void **state)
{
    (void)state;
    static const char *const inside[] = { "", "\n", "  \n\t\n", "// region: y\n// endregion\n" };
    for (size_t i = 0; i < COUNT(inside); i++) {
        char source[100];
        snprintf(source, sizeof(source), "a\n// region: x\n%s// endregion\n", inside[i]);
        assert_refused(source, "x", 0, "has nothing in region `x` (line 2)", "let lines stand");
    }
}

static void dedented_by_what_all_lines_share(void **state)
{
    (void)state;
    static const struct {
        const char *inside, *shown;
    } cases[] = {
        { "    a\n      b\n    c\n", "a\n  b\nc\n" },
        { "      a\n    b\n", "  a\nb\n" },
        { "\ta\n\t\tb\n", "a\n\tb\n" },
        { "\t  a\n\t\tb\n", "  a\n\tb\n" },   /* only the tab is common */
        { "    a\n\tb\n", "    a\n\tb\n" },   /* a tab is not some number of spaces */
        { "    a\n\n    b\n", "a\n\nb\n" },   /* empty lines do not count */
        { "    a\n  \n    b\n", "a\n\nb\n" }, /* nor blank ones */
        { "    a\n\t\t\t\t\t\n    b\n", "a\n\t\nb\n" },
        { "a\n    b\n", "a\n    b\n" },
        { "    a\n        ", "a\n    \n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char source[200];
        bool ended = cases[i].inside[strlen(cases[i].inside) - 1] == '\n';
        snprintf(source, sizeof(source), "    // region: x\n%s%s    // endregion\n",
                 cases[i].inside, ended ? "" : "\n");
        assert_shows(source, "x", cases[i].shown);
    }
}

static void line_ends_become_lf(void **state)
{
    (void)state;
    static const char source[] = "a\r\n  // region: x\r\n    b\r\n\r\n    c\r\n  // endregion\r\n";
    assert_shows(source, "x", "b\n\nc\n");
    assert_shows(source, NULL, "a\n    b\n\n    c\n");
    assert_shows("a\rb\n", NULL, "a\\rb\n");
}

static void control_characters_are_shown(void **state)
{
    (void)state;
    assert_shows("a\x1b[1m\x7f\tb\n", NULL, "a\\x1B[1m\\x7F\tb\n");
    assert_shows("/* 소켓 */\n", NULL, "/* 소켓 */\n");
    assert_shows("a\xe2\x80\xae\n", NULL, "a\\u{202E}\n");
    assert_shows("-->\n```\n", NULL, "-->\n```\n");
}

/* What is near to a marker and none: it is shown. */
static void prose_is_no_marker(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "// region of interest\n",
        "// endregion of it\n",
        "// regions\n",
        "int a; // region: x\n",
        "# region of interest\n",
        "// the region: x\n",
        "//\n",
        "// Region: x\n",
        "\"// endregion\"\n",
        "# region x\n",
        "/* region: x\n",
        "-- endregion --\n",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_shows(lines[i], NULL, lines[i]);
}

static void markers_must_pair(void **state)
{
    (void)state;
    static const char *const names[] = { NULL, "x" };
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_refused("a\n// region: x\nb\n", names[i], 2, "region `x` is never closed",
                       "put `// endregion` after its last line");
        assert_refused("// region: x\n// endregion\n// endregion\n", names[i], 3,
                       "`// endregion` closes no region",
                       "take it out, or put `// region: name` above it");
        assert_refused("// endregion\n", names[i], 1, "`// endregion` closes no region",
                       "take it out, or put `// region: name` above it");
        assert_refused("/* region: x */\n\n/* region: y */\n/* endregion */\n", names[i], 1,
                       "region `x` is never closed", "put `/* endregion */` after its last line");
        assert_refused("// region: x\n\n// region: y\na\n// endregion: x\nb\n// endregion: y\n",
                       names[i], 5, "region `x` cannot end here, inside region `y` (line 3)",
                       "regions may lie inside each other, and not overlap: end `y` first");
        assert_refused("# region: x\n# endregion: y\n", names[i], 2,
                       "region `y` cannot end here, inside region `x` (line 1)", NULL);
        assert_refused("// region: x\n// endregion\n\n// region: x\n// endregion\n", names[i], 4,
                       "region `x` was already there on line 1", NULL);
    }
}

static void malformed_markers_are_errors(void **state)
{
    (void)state;
    static const char *const markers[] = { "// region:",  "// region: a b",  "// region: a.b",
                                           "// region x", "// region: 소켓", "// region: a/b",
                                           "//region:#" };
    for (size_t i = 0; i < COUNT(markers); i++) {
        char source[100];
        snprintf(source, sizeof(source), "\n  %s\n// endregion\n", markers[i]);
        assert_refused(source, NULL, 2, "this region marker is malformed",
                       "write `// region: name` and `// endregion`");
    }
}

static void missing_region_suggests(void **state)
{
    (void)state;
    static const char source[] = "// region: accept\n// endregion\n// region: bind\n// endregion\n";
    assert_refused(source, "acept", 0, "has no region `acept`", "did you mean `accept`?");
    assert_refused(source, "shutdown", 0, "has no region `shutdown`", "it has `accept`, `bind`");
    assert_refused("int a;\n", "x", 0, "has no region `x`",
                   "mark it there: `// region: x` … `// endregion`");
    assert_refused("", "x", 0, "has no region `x`", "mark it there");
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    assert_refused("a\nb\n\xff\n", NULL, 3, "is not UTF-8", "save the file as UTF-8");
    assert_refused("a\n\xed\xa0\x80\n", "x", 2, "is not UTF-8", "save the file as UTF-8");
    assert_false(region_show(&out, (struct slice){ "a\n\0b\n", 5 }, "h.h", NULL, &err));
    assert_string_equal(err.file, "h.h");
    assert_int_equal(err.line, 2);
    assert_contains(err.text, "NUL");
    err_release(&err);
    buf_release(&out);
}

static void output_is_appended(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    struct err err = { 0 };
    buf_adds(&out, "before\n");
    assert_true(show("after\n", NULL, &out, &err));
    assert_string_equal(buf_str(&out), "before\nafter\n");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_file_without_markers),
        cmocka_unit_test(region_alone),
        cmocka_unit_test(regions_in_regions),
        cmocka_unit_test(markers_of_other_languages),
        cmocka_unit_test(empty_regions_are_named),
        cmocka_unit_test(dedented_by_what_all_lines_share),
        cmocka_unit_test(line_ends_become_lf),
        cmocka_unit_test(control_characters_are_shown),
        cmocka_unit_test(prose_is_no_marker),
        cmocka_unit_test(markers_must_pair),
        cmocka_unit_test(malformed_markers_are_errors),
        cmocka_unit_test(missing_region_suggests),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(output_is_appended),
    };
    return cmocka_run_group_tests_name("region", tests, NULL, NULL);
}
