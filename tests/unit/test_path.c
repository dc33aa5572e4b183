/* base/path: what can be asked of a path, and made of it, without a look at any file. */
#include "unit.h"

#include "base/path.h"

static void join(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "a", "b", "a/b" },         { NULL, "b", "b" },   { "", "b", "b" },
        { ".", "b", "b" },           { "a/", "b", "a/b" }, { "/", "b", "/b" },
        { "a/b", "c/d", "a/b/c/d" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *path = path_join(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
    }
}

static void normal(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "a", "b", "a/b" },        { ".", "b", "b" },      { "a/b", "../c", "a/c" },
        { "a", "..", "." },         { "a", "../..", ".." }, { "a", "../../b", "../b" },
        { "a", "./b//c", "a/b/c" }, { "..", "b", "../b" },  { "a/b", "../../../c", "../c" },
        { ".", "./", "." },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *path = path_normal(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
    }
}

static void parts(void **state)
{
    (void)state;
    static const struct {
        const char *path, *base, *ending, *stem, *folder;
    } cases[] = {
        { "a/b.c", "b.c", ".c", "a/b", "a" },
        { "b.c", "b.c", ".c", "b", "." },
        { "a.b/c", "c", "", "a.b/c", "a.b" },
        { "/a", "a", "", "/a", "/" },
        { "/a/b.c.h", "b.c.h", ".h", "/a/b.c", "/a" },
        { "a/.c", ".c", "", "a/.c", "a" },
        { "a/", "", "", "a/", "a" },
        { "", "", "", "", "." },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *stem = path_stem(cases[i].path), *folder = path_folder(cases[i].path);
        assert_string_equal(path_base(cases[i].path), cases[i].base);
        assert_string_equal(path_ending(cases[i].path), cases[i].ending);
        assert_string_equal(stem, cases[i].stem);
        assert_string_equal(folder, cases[i].folder);
    }
}

static void up(void **state)
{
    (void)state;
    char relative[] = "a/b/c", absolute[] = "/a/b";
    assert_true(path_up(relative));
    assert_string_equal(relative, "a/b");
    assert_true(path_up(relative));
    assert_false(path_up(relative));
    assert_string_equal(relative, "a");
    assert_true(path_up(absolute));
    assert_false(path_up(absolute));
    assert_string_equal(absolute, "/a");
}

static void below(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder, *rest;
    } cases[] = {
        { "a/b/c", "a", "b/c" }, { "a/b/c", "a/b", "c" }, { "a", "a", NULL },
        { "ab/c", "a", NULL },   { "a", "a/b", NULL },    { "/a", "/", "a" },
        { "/", "/", NULL },      { "a", "/", NULL },      { "a/b", ".", "a/b" },
        { "/a", ".", NULL },     { ".", ".", NULL },      { "../a", ".", NULL },
        { "/a/b", "/a", "b" },   { "/ab", "/a", NULL },   { "..a", ".", "..a" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *rest = path_below(cases[i].path, cases[i].folder);
        assert_true(!rest == !cases[i].rest);
        if (rest)
            assert_string_equal(rest, cases[i].rest);
        assert_int_equal(path_meets(cases[i].path, cases[i].folder),
                         rest || strcmp(cases[i].path, cases[i].folder) == 0 ||
                             path_below(cases[i].folder, cases[i].path));
    }
    assert_true(path_meets("a", "a/b"));
    assert_false(path_meets("a", "ab"));
}

static void leaves(void **state)
{
    (void)state;
    static const char *const outside[] = { "/", "/a", "..", "../a", "a/..", "a/../b", "a//../b" };
    static const char *const inside[] = { "", "a", "..a", "a../b", "a/...", "./a", "a/..b" };
    for (size_t i = 0; i < COUNT(outside); i++)
        assert_true(path_leaves(outside[i]));
    for (size_t i = 0; i < COUNT(inside); i++)
        assert_false(path_leaves(inside[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(join), cmocka_unit_test(normal), cmocka_unit_test(parts),
        cmocka_unit_test(up),   cmocka_unit_test(below),  cmocka_unit_test(leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
