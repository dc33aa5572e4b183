/* doc/settings/config: snip.yml, its defaults and every mistake in it. */
#include "unit.h"

#include "base/buf.h"
#include "base/mem.h"
#include "doc/settings/config.h"

static struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

static void assert_strings(const struct strings *list, const char *const *expected, size_t count)
{
    assert_int_equal(list->n, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list->v[i], expected[i]);
}

static void assert_defaults(const struct config *c)
{
    assert_strings(&c->posts, (const char *const[]){ "_posts" }, 1);
    assert_string_equal(c->snippets, "snippets");
    assert_string_equal(c->records, "_data/snippets");
    assert_string_equal(c->compiler, "cc");
    assert_strings(&c->flags, (const char *const[]){ "-std=gnu17", "-Wall", "-Wextra" }, 3);
    assert_int_equal(c->libs.n, 0);
}

static void parse(struct config *c, const char *text)
{
    struct errs errs = { 0 };
    if (!config_parse(c, "snip.yml", slice(text), &errs))
        fail_msg("%s\nline %d: %s", text, errs.v[0].line, errs.v[0].text);
    assert_int_equal(errs.n, 0);
}

static void defaults(void **state)
{
    (void)state;
    static const char *const empty[] = { "", "# nothing\n", "null\n", "{}\n", "---\n" };
    struct config c;
    config_default(&c);
    assert_defaults(&c);
    config_release(&c);
    for (size_t i = 0; i < COUNT(empty); i++) {
        parse(&c, empty[i]);
        assert_defaults(&c);
        config_release(&c);
    }
}

static void every_key(void **state)
{
    (void)state;
    static const char *const flags[] = { "-std=c17", "-O2", "-DNAME=a b", "-Wl,-z,now" };
    struct config c;
    parse(&c, "posts: [_posts, notes/2026]\n"
              "snippets: programs\n"
              "records: data/records\n"
              "compiler: /usr/bin/gcc-12\n"
              "flags: [-std=c17, -O2, \"-DNAME=a b\", \"-Wl,-z,now\"]\n"
              "libs:\n  - -lm\n  - -pthread\n");
    assert_strings(&c.posts, (const char *const[]){ "_posts", "notes/2026" }, 2);
    assert_string_equal(c.snippets, "programs");
    assert_string_equal(c.records, "data/records");
    assert_string_equal(c.compiler, "/usr/bin/gcc-12");
    assert_strings(&c.libs, (const char *const[]){ "-lm", "-pthread" }, 2);
    assert_strings(&c.flags, flags, COUNT(flags));
    config_release(&c);
    assert_null(c.snippets);
    assert_int_equal(c.flags.n, 0);
}

static void one_folder_of_posts(void **state)
{
    (void)state;
    struct config c;
    parse(&c, "posts: docs\nflags: []\n");
    assert_strings(&c.posts, (const char *const[]){ "docs" }, 1);
    assert_int_equal(c.flags.n, 0);
    assert_string_equal(c.snippets, "snippets");
    config_release(&c);
}

static void folders_are_normal(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "a/", "a" },
        { "./a", "a" },
        { "a//b", "a/b" },
        { "./a/./b/.", "a/b" },
        { ".", "." },
        { "./", "." },
        { "a..", "a.." },
        { "a/b..c/d.e", "a/b..c/d.e" },
        { "글 모음", "글 모음" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct config c;
        AUTO_FREE char *text =
            mem_printf("posts: [\"%s\"]\nsnippets: '%s'\n", cases[i][0], cases[i][0]);
        parse(&c, text);
        assert_string_equal(c.snippets, cases[i][1]);
        assert_strings(&c.posts, &cases[i][1], 1);
        config_release(&c);
    }
}

/* A snip.yml with one mistake: its line, what is said, how to mend it. */
struct mistake {
    const char *text;
    int line;
    const char *says;
    const char *hint;
};

static const struct mistake mistakes[] = {
    { "- a\n", 1, "snip.yml must be a mapping, but is a list", "`key: value`" },
    { "text\n", 1, "snip.yml must be a mapping, but is `text`", "`key: value`" },
    { "posts: a\nposts: b\n", 2, "the key `posts` was already there on line 1", "one of the two" },
    { "a: b: c\n", 1, "a `: ` cannot stand here", "quotes" },
    { "\n\npost: a\n", 3, "unknown key `post`", "did you mean `posts`?" },
    { "theme: a\n", 1, "unknown key `theme`",
      "known keys: posts, snippets, records, compiler, flags, libs" },
    /* folders */
    { "posts:\n", 1, "`posts` must be a folder or a list of them, but is missing", "posts: [" },
    { "posts: ~\n", 1, "`posts` must be a folder or a list of them, but is `~`", "posts: [" },
    { "posts: []\n", 1, "`posts` must be a folder or a list of them, but is an empty list",
      "posts: [" },
    { "posts: { a: b }\n", 1, "`posts` must be a folder or a list of them, but is a mapping",
      "posts: [" },
    { "posts:\n  - a\n  - [b]\n", 3, "`posts` must be a text, but is a list", "a folder below" },
    { "posts:\n  - a\n  - ~\n", 3, "`posts` must be a folder, but is `~`", "a folder below" },
    { "posts:\n  - a\n  - b/../../c\n", 3, "`posts` leaves the project's folder: `b/../../c`",
      "a folder below" },
    { "posts: [a, .git]\n", 1, "`posts` is a hidden folder: `.git`", "a folder below" },
    { "records: a/.b/c\n", 1, "`records` is a hidden folder: `a/.b/c`", "a folder below" },
    { "snippets: ...\n", 1, "`snippets` is a hidden folder: `...`", "a folder below" },
    { "posts: ..\n", 1, "`posts` leaves the project's folder: `..`", "a folder below" },
    { "posts: [a, b, a/]\n", 1, "`posts` names `a` twice: it is in `a` too", "read with it" },
    { "posts: [a/b, a]\n", 1, "`posts` names `a/b` twice: it is in `a` too", "read with it" },
    { "posts: [a, a/b]\n", 1, "`posts` names `a/b` twice: it is in `a` too", "read with it" },
    { "posts: [a, .]\n", 1, "`posts` names `a` twice: it is in `.` too", "read with it" },
    { "snippets: /srv/snippets\n", 1, "`snippets` leaves the project's folder: `/srv/snippets`",
      "below" },
    { "snippets: a/..\n", 1, "`snippets` leaves the project's folder: `a/..`", "below" },
    { "snippets: ''\n", 1, "`snippets` cannot be the folder ``", "below" },
    { "snippets: \"a\\nb\"\n", 1, "`snippets` cannot be the folder `a…`", "below" },
    { "snippets: \"\\e\"\n", 1, "`snippets` cannot be the folder `\\x1B`", "below" },
    { "snippets: [a]\n", 1, "`snippets` must be a text, but is a list", "below" },
    { "snippets: \"a\\0\"\n", 1, "`snippets` holds a NUL", "`\\0`" },
    { "records:\n", 1, "`records` must be a folder, but is missing", "below" },
    { "records: ../data\n", 1, "`records` leaves the project's folder: `../data`", "below" },
    { "records: snippets/\n", 1, "`snippets` and `records` are the same folder", "_data/snippets" },
    { "\nsnippets: _data/snippets\n", 2, "`snippets` and `records` are the same folder",
      "_data/snippets" },
    { "snippets: x\nrecords: ./x\n", 2, "`snippets` and `records` are the same folder",
      "_data/snippets" },
    /* compiler */
    { "compiler:\n", 1, "`compiler` must be a text, but is missing", "cc or gcc-12" },
    { "compiler: ''\n", 1, "`compiler` must be a program, but is ``", "cc or gcc-12" },
    { "compiler: ~\n", 1, "`compiler` must be a program, but is `~`", "cc or gcc-12" },
    { "compiler: cc -O2\n", 1, "`compiler` must be a program, but is `cc -O2`", "go into `flags`" },
    { "compiler: -O2\n", 1, "`compiler` must be a program, but is `-O2`", "cc or gcc-12" },
    { "compiler: [cc]\n", 1, "`compiler` must be a text, but is a list", "cc or gcc-12" },
    /* flags and libs */
    { "flags: -Wall -Wextra\n", 1, "`flags` must be a list, but is `-Wall -Wextra`", "flags: [" },
    { "flags:\n", 1, "`flags` must be a list, but is missing", "flags: [" },
    { "flags: { a: b }\n", 1, "`flags` must be a list, but is a mapping", "flags: [" },
    { "flags:\n  - -Wall\n  - [-O2]\n", 3, "an item of `flags` must be a text, but is a list",
      "\"\"" },
    { "flags:\n  - -Wall\n  -\n", 3, "an item of `flags` must be a text, but is missing", "\"\"" },
    { "flags: [\"-D\\0\"]\n", 1, "an item of `flags` holds a NUL", "`\\0`" },
    { "flags:\n  - -Wall\n  - main.c\n", 3, "`main.c` is no flag", "in one: -Iinclude" },
    { "flags: ['']\n", 1, "`` is no flag", "in one: -Iinclude" },
    { "flags: [\"-Wall -Wextra\"]\n", 1, "`-Wall -Wextra` is more than one flag",
      "[-Wall, -Wextra]" },
    { "flags: [-I../.., -include../../.git/config]\n", 1,
      "the flag `-include../../.git/config` names what is hidden", "where it is seen" },
    { "flags: [-I.x]\n", 1, "the flag `-I.x` names what is hidden", "where it is seen" },
    { "libs: [-L../..a]\n", 1, "the flag `-L../..a` names what is hidden", "where it is seen" },
    { "libs: -lm\n", 1, "`libs` must be a list, but is `-lm`", "libs: [-lm" },
    { "libs: [m]\n", 1, "`m` is no flag", "-lm" },
    { "libs: [-o, -lm]\n", 1, "the flag `-o` is not allowed", "leave it out" },
};

static void assert_mistake(const char *text, const struct mistake *m)
{
    struct config c;
    struct errs errs = { 0 };
    if (config_parse(&c, "snip.yml", slice(text), &errs))
        fail_msg("accepted: %s", text);
    if (errs.n != 1)
        fail_msg("%zu errors: %s", errs.n, text);
    assert_int_equal(errs.v[0].kind, ERR_INPUT);
    assert_string_equal(errs.v[0].file, "snip.yml");
    assert_contains(errs.v[0].text, m->says);
    assert_contains(errs.v[0].hint, m->hint);
    if (errs.v[0].line != m->line)
        fail_msg("line %d, not %d: %s", errs.v[0].line, m->line, text);
    errs_release(&errs);
    config_release(&c);
}

static void each_mistake_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mistakes); i++)
        assert_mistake(mistakes[i].text, &mistakes[i]);
}

static void flags_that_are_snips_are_refused(void **state)
{
    (void)state;
    static const char *const flags[][2] = {
        { "-", "what is compiled" },
        { "-o", "where the program goes" },
        { "-oout", "where" },
        { "--output=x", "where" },
        { "-c", "links" },
        { "--compile", "links" },
        { "-E", "links" },
        { "--preprocess", "links" },
        { "-S", "links" },
        { "--assemble", "links" },
        { "-fsyntax-only", "links" },
        { "-x", "snippets are C" },
        { "-xc++", "snippets are C" },
        { "--language=c", "snippets are C" },
        { "-M", "dependencies" },
        { "-MMD", "dependencies" },
        { "-MF", "dependencies" },
        { "-save-temps", "leaves files" },
        { "--save-temps", "leaves files" },
        { "-fplugin=x.so", "runs other programs" },
        { "-fplugin-arg-x", "runs other" },
        { "-wrapper", "runs other programs" },
        { "-B/tmp", "runs other programs" },
        { "--prefix=/tmp", "runs other" },
        { "-specs=x", "runs other programs" },
        { "--specs=x", "runs other" },
        { "@flags", "from a file" },
    };
    for (size_t i = 0; i < COUNT(flags); i++) {
        AUTO_FREE char *text = mem_printf("posts: p\nflags: [-Wall, \"%s\"]\n", flags[i][0]);
        AUTO_FREE char *says = mem_printf("the flag `%s` is not allowed: ", flags[i][0]);
        assert_mistake(text, &(struct mistake){ NULL, 2, says, "leave it out" });
        assert_mistake(text, &(struct mistake){ NULL, 2, flags[i][1], "leave it out" });
    }
}

static void flags_that_look_like_them_are_not(void **state)
{
    (void)state;
    static const char *const flags[] = { "-Wconversion",
                                         "-Ofast",
                                         "-std=c17",
                                         "-fno-common",
                                         "-mtune=native",
                                         "-Iinclude",
                                         "-DSIZE=3",
                                         "-g",
                                         "-pthread",
                                         "-Wl,-z,now",
                                         "-Wshadow",
                                         "-pipe",
                                         "-fstack-protector",
                                         "-I.",
                                         "-I..",
                                         "-I./include",
                                         "-L../../lib",
                                         "-I/opt/.x/include",
                                         "-include../a.b/c.h" };
    for (size_t i = 0; i < COUNT(flags); i++) {
        struct config c;
        AUTO_FREE char *text = mem_printf("flags: [\"%s\"]\nlibs: [\"%s\"]\n", flags[i], flags[i]);
        parse(&c, text);
        assert_strings(&c.flags, &flags[i], 1);
        assert_strings(&c.libs, &flags[i], 1);
        config_release(&c);
    }
}

static void all_mistakes_are_reported(void **state)
{
    (void)state;
    static const char text[] =
        "posts: [/a, b]\nsnippets: ..\nflags: [-c, x]\nlibz: [m]\ncompiler: a b\n";
    static const int lines[] = { 1, 2, 3, 3, 4, 5 };
    struct config c;
    struct errs errs = { 0 };
    assert_false(config_parse(&c, "snip.yml", slice(text), &errs));
    assert_int_equal(errs.n, COUNT(lines));
    for (size_t i = 0; i < errs.n; i++)
        assert_int_equal(errs.v[i].line, lines[i]);
    /* What was wrong keeps its default. */
    assert_string_equal(c.snippets, "snippets");
    assert_string_equal(c.compiler, "cc");
    errs_release(&errs);
    config_release(&c);
}

static const char corpus[] =
    "posts: [_posts, a/b]\nsnippets: snippets\nrecords: ./x\ncompiler: cc\n"
    "flags:\n  - -Wall\n  - '-DX=\"a b\"'\nlibs: [-lm, ~, @x, ..]\n";

static void damaged_files_end_well(void **state)
{
    (void)state;
    uint64_t seed = 1986;
    int good = 0;
    for (int round = 0; round < 20000; round++) {
        struct buf text = BUF_INIT;
        struct config c;
        struct errs errs = { 0 };
        buf_add(&text, corpus, chance_below(&seed, sizeof(corpus)));
        for (size_t n = chance_below(&seed, 4); n > 0 && text.len > 0; n--)
            text.s[chance_below(&seed, text.len)] =
                n % 2 ? corpus[chance_below(&seed, sizeof(corpus) - 1)] : (char)chance(&seed);
        struct slice bytes = { buf_str(&text), text.len };
        bool ok = config_parse(&c, "snip.yml", bytes, &errs);
        assert_int_equal(ok, errs.n == 0);
        good += ok;
        assert_true(!ok || c.posts.n > 0);
        assert_true(c.snippets[0] && c.snippets[0] != '/' && c.records[0] && c.compiler[0]);
        vec_each (err, &errs) {
            assert_int_equal(err->kind, ERR_INPUT);
            assert_null(strchr(err->text, '\n'));
        }
        config_release(&c);
        errs_release(&errs);
        buf_release(&text);
    }
    assert_in_range(good, 500, 19500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(every_key),
        cmocka_unit_test(one_folder_of_posts),
        cmocka_unit_test(folders_are_normal),
        cmocka_unit_test(each_mistake_is_named),
        cmocka_unit_test(flags_that_are_snips_are_refused),
        cmocka_unit_test(flags_that_look_like_them_are_not),
        cmocka_unit_test(all_mistakes_are_reported),
        cmocka_unit_test(damaged_files_end_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
