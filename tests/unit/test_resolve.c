/* engine/plan/resolve: what each block shows, and what each name on a command line means. */
#include "project.h"

#define SOURCE "int main(void)\n{\n    return 0;\n}\n"

#define BLOCK(WORDS)  "<!-- snip " WORDS " -->\n<!-- /snip -->\n\n"
#define HEADER_REGION "// region: x\nint x;\n// endregion\n"

static void blocks_get_what_they_show(void **state)
{
    (void)state;
    PROJECT({ "snippets/s/a.c", "// region: one\n  int a;\n// endregion\n" },
            { "snippets/s/a.h", HEADER_REGION },
            { "_posts/p.md", BLOCK("code s/a.c") BLOCK("code s/a.c#one") BLOCK("output s/a")
                                 BLOCK("diagnostics s/a.c") BLOCK("code s/a.h")
                                     BLOCK("code s/a.h#x") BLOCK("output s/a only=a") });
    assert_errors(NULL, "");
    struct plan plan = load();
    const struct page *page = &plan.pages.v[0];
    const struct snippet *snippet = plan_find(&plan, "s/a");
    static const char *const texts[] = { "  int a;\n", "int a;\n", "", "",
                                         "int x;\n",   "int x;\n", "" };
    assert_int_equal(page->post.blocks.n, COUNT(texts));
    for (size_t i = 0; i < COUNT(texts); i++) {
        bool header = i == 4 || i == 5;
        assert_ptr_equal(page->sources[i].snippet, header ? NULL : snippet);
        assert_string_equal(buf_str(&page->sources[i].text), texts[i]);
    }
    /* Where it is shown, in order; headers are nobody's. */
    static const int lines[] = { 1, 4, 7, 10, 19 };
    assert_int_equal(snippet->shown.n, COUNT(lines));
    for (size_t i = 0; i < COUNT(lines); i++) {
        assert_int_equal(snippet->shown.v[i].line, lines[i]);
        assert_string_equal(snippet->shown.v[i].post, "_posts/p.md");
    }
    plan_release(&plan);
}

static void assert_block(const char *post, const char *expected)
{
    make_file(&(struct file){ "_posts/p.md", post });
    AUTO_FREE char *text = mem_printf(*expected ? "_posts/p.md:%s\n" : "%s", expected);
    assert_errors(NULL, text);
}

static void unknown_snippets_are_suggested(void **state)
{
    (void)state;
    PROJECT({ "snippets/socket/create.c", SOURCE }, { "snippets/accept/many.c", SOURCE });
    assert_block(BLOCK("output socket/creat"),
                 "1: there is no snippet `socket/creat`\n  did you mean `socket/create`?");
    assert_block("\n\n" BLOCK("code socket/craete.c"),
                 "3: there is no snippet `socket/craete.c`\n  did you mean `socket/create.c`?");
    assert_block(BLOCK("diagnostics many.c"),
                 "1: there is no snippet `many.c`\n  did you mean `accept/many.c`?");
    assert_block(BLOCK("output bind/create"),
                 "1: there is no snippet `bind/create`\n  did you mean `socket/create`?");
    assert_block(BLOCK("output shutdown"),
                 "1: there is no snippet `shutdown`\n"
                 "  `snip list` shows those there are; `snip new snippet NAME` makes one");
}

static void regions_must_be_there(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE "// region: body\n// endregion\n" }, { "snippets/e.c", "" },
            { "snippets/e.yml", "compile: fail\n" }, { "snippets/a.h", HEADER_REGION });
    assert_block(BLOCK("code a.c#bdy"),
                 "1: snippets/a.c has no region `bdy`\n  did you mean `body`?");
    assert_block(BLOCK("code a.h#y"), "1: snippets/a.h has no region `y`\n  it has `x`");
    assert_block(BLOCK("code e.c#x"), "1: snippets/e.c has no region `x`\n"
                                      "  mark it there: `// region: x` … `// endregion`");
    assert_block(BLOCK("code e.c"), "");
}

/* A fault of the file itself is said once, at the file, whatever shows it. */
static void faults_of_files_are_said_there(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", "// region: x\n" }, { "snippets/a.h", "// endregion\n" });
    make_file(&(struct file){ "_posts/p.md", BLOCK("code a.c") BLOCK("code a.c#x") });
    assert_errors(NULL, "snippets/a.c:1: region `x` is never closed\n"
                        "  put `// endregion` after its last line\n");
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/a.h", "// endregion\n" },
            { "_posts/p.md", BLOCK("code a.h") });
    assert_errors(NULL, "snippets/a.h:1: `// endregion` closes no region\n"
                        "  take it out, or put `// region: name` above it\n");
}

static void headers_must_be_there(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/util.h", "" });
    assert_block(BLOCK("code utl.h"), "1: there is no header snippets/utl.h\n"
                                      "  did you mean `util.h`?");
    assert_block(BLOCK("code x/y.h"), "1: there is no header snippets/x/y.h\n"
                                      "  make it, or correct its name");
    assert_block(BLOCK("diagnostics a.h"),
                 "1: only a program is compiled, so a header has no diagnostics\n"
                 "  name the .c file that includes it");
    make_file(&(struct file){ "snippets/out.h", "->/etc/hostname" });
    make_file(&(struct file){ "_posts/p.md", BLOCK("code util.h") });
    assert_errors(NULL, "snippets/out.h: is a symbolic link out of snippets\n"
                        "  put the file itself there\n");
}

static void processes_must_be_there(void **state)
{
    (void)state;
    PROJECT({ "snippets/a/serve.c", SOURCE });
    assert_block(BLOCK("output a/serve only=server"),
                 "1: snippet `a/serve` has no process `server`\n  it has `serve`");
    assert_block(BLOCK("output a/serve only=serve,alice"),
                 "1: snippet `a/serve` has no process `alice`\n  it has `serve`");
    assert_block(BLOCK("output a/serve only=serve"), "");
}

static void tables_are_of_one_program(void **state)
{
    (void)state;
    PROJECT({ "snippets/one.c", SOURCE }, { "snippets/not.c", SOURCE },
            { "snippets/not.yml", "compile: fail\n" }, { "snippets/two/a.c", SOURCE },
            { "snippets/two/snippet.yml", "run: { a: {}, b: { source: a.c } }\n" });
    assert_block(BLOCK("table one"), "");
    assert_block(BLOCK("table on"), "1: there is no snippet `on`\n  did you mean `one`?");
    assert_block(BLOCK("table two"),
                 "1: a table is what one program answers, and `two` is no such one\n"
                 "  let one program ask for all its cells");
    assert_block(BLOCK("table not"),
                 "1: a table is what one program answers, and `not` is no such one\n"
                 "  let one program ask for all its cells");
}

static void runs_must_be_recorded(void **state)
{
    (void)state;
    PROJECT({ "snippets/a/one.c", SOURCE }, { "snippets/two/server.c", SOURCE },
            { "snippets/two/snippet.yml", "lab: { server: { lan: 10.0.0.1/8 } }\n"
                                          "run: { server: {}, alice: { source: server.c } }\n"
                                          "trace: true\n" });
    assert_block(BLOCK("timeline two only=alice,server calls=accept,send on=lan,lo")
                     BLOCK("calls two") BLOCK("packets two on=lan"),
                 "");
    assert_block(BLOCK("timeline a/one"),
                 "1: no run of snippet `a/one` is recorded, so it has no timeline\n"
                 "  give snippets/a/one.yml a line: trace: true");
    assert_block(BLOCK("calls a/two"), "1: there is no snippet `a/two`\n  did you mean `two`?");
    assert_block(BLOCK("calls two only=alise"),
                 "1: snippet `two` has no process `alise`\n  did you mean `alice`?");
    assert_block(BLOCK("packets two on=lan,wan,x"),
                 "1: snippet `two` has no network `wan`\n  did you mean `lan`?\n"
                 "_posts/p.md:1: snippet `two` has no network `x`\n  it has `lan`, `lo`");
    assert_block(BLOCK("timeline two calls=acept"),
                 "1: no recording tells of a call `acept`\n  did you mean `accept`?");
    assert_block(BLOCK("timeline two calls=getpid,read"),
                 "1: no recording tells of a call `getpid`\n"
                 "  name those by which processes meet, as their manual pages do: accept, read");
}

static void states_must_be_told(void **state)
{
    (void)state;
    PROJECT(
        { "snippets/one.c", SOURCE }, { "snippets/traced.c", SOURCE },
        { "snippets/traced.yml", "trace: true\n" }, { "snippets/two/a.c", SOURCE },
        { "snippets/two/snippet.yml", "run: { a: {}, b: { command: [ss, -tan] } }\n" },
        { "snippets/sh/a.c", SOURCE },
        { "snippets/sh/snippet.yml", "run: { a: {}, b: { command: [sh, -c, ss -tan | cat] } }\n" });
    assert_block(BLOCK("states traced") BLOCK("states two only=b") BLOCK("queue two")
                     BLOCK("states sh") BLOCK("queue sh"),
                 "");
    assert_block(BLOCK("states one"),
                 "1: no run of snippet `one` is recorded, nor tells ss(8) of states in it\n"
                 "  give snippets/one.yml a line: trace: true");
    assert_block(BLOCK("queue traced"),
                 "1: no process of snippet `traced` is ss(8), which tells of queues\n"
                 "  run one when the queue is as it should be: command: [ss, -ltn]");
    assert_block(BLOCK("states two only=c"),
                 "1: snippet `two` has no process `c`\n  it has `a`, `b`");
}

static void marked_lines_must_be_there(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", "// region: x\nint a;\nint b;\n// endregion\n" SOURCE },
            { "snippets/a.h", HEADER_REGION });
    assert_block(BLOCK("code a.c mark=1-3,6,1"), "");
    assert_block(BLOCK("code a.c#x mark=2"), "");
    assert_block(BLOCK("code a.c#x mark=1-3"),
                 "1: line 3 cannot be marked\n  the block has 2; its first is line 1");
    assert_block(BLOCK("code a.h mark=2"),
                 "1: line 2 cannot be marked\n  the block has 1; its first is line 1");
    static const char *const wrong[] = {
        "0", "x", "2-", "-2", "2-1", "1,", ",1", "1-2-3", "1x", "99999999999999999999999",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        AUTO_FREE char *post =
            mem_printf("<!-- snip code a.c mark=%s -->\n<!-- /snip -->\n", wrong[i]);
        AUTO_FREE char *expected = mem_printf("1: `mark=%s` is not a list of lines\n"
                                              "  write mark=3, mark=3-5 or mark=3-5,9",
                                              wrong[i]);
        assert_block(post, expected);
    }
}

static void what_does_not_compile_prints_nothing(void **state)
{
    (void)state;
    PROJECT({ "snippets/bad.c", "int\n" }, { "snippets/bad.yml", "compile: fail\n" });
    assert_block(BLOCK("output bad"),
                 "1: snippet `bad` is meant not to compile, so it prints nothing\n"
                 "  show what the compiler says: <!-- snip diagnostics bad.c -->");
    assert_block(BLOCK("diagnostics bad.c"), "");
}

/* Marks of the selected snippets, then of the selected posts: "x.x" is the first and the third. */
static void assert_selects(const char *const *names, int count, const char *expected)
{
    struct plan plan = load();
    struct err err = { 0 };
    struct buf marks = BUF_INIT;
    char **list = (char **)(uintptr_t)names;
    if (!plan_select(&plan, list, count, &err))
        fail_msg("%s", err.text);
    vec_each (snippet, &plan.snippets)
        buf_addc(&marks, snippet->selected ? 'x' : '.');
    buf_addc(&marks, ' ');
    vec_each (page, &plan.pages)
        buf_addc(&marks, page->selected ? 'x' : '.');
    assert_string_equal(buf_str(&marks), expected);
    assert_int_equal(plan.whole, count == 0);
    buf_release(&marks);
    plan_release(&plan);
}

#define SELECTS(EXPECTED, ...)                                                                     \
    assert_selects((const char *const[]){ __VA_ARGS__ },                                           \
                   (int)COUNT(((const char *const[]){ __VA_ARGS__ })), EXPECTED)

/* Snippets a, s/b, s/c, sc; posts 1 (a), 2 (a and s/b), 3 (none), deep/1 (sc). */
static void make_selectable(void)
{
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/s/b.c", SOURCE }, { "snippets/s/c.c", SOURCE },
            { "snippets/sc.c", SOURCE }, { "_posts/1.md", BLOCK("code a.c") },
            { "_posts/2.md", BLOCK("output a") BLOCK("code s/b.c") }, { "_posts/3.md", "" },
            { "_posts/deep/1.md", BLOCK("output sc") });
}

static void names_select(void **state)
{
    (void)state;
    make_selectable();
    assert_selects(NULL, 0, "xxxx xxxx");
    /* a snippet, and the posts that show it */
    SELECTS("x... xx..", "a");
    SELECTS("x... xx..", "a.c");
    SELECTS("x... xx..", "snippets/a.c");
    SELECTS("x... xx..", "./snippets/a.c");
    SELECTS(".x.. .x..", "s/b");
    SELECTS("..x. ....", "snippets/s/c");
    /* a folder of them, not what begins like it */
    SELECTS(".xx. .x..", "s");
    SELECTS(".xx. .x..", "s/");
    SELECTS(".xx. .x..", "snippets/s/");
    SELECTS("xxxx xx.x", "snippets");
    SELECTS("xxxx xx.x", "snippets/");
    /* a post, its snippets, and the posts that show those too */
    SELECTS("xx.. xx..", "_posts/2.md");
    SELECTS("xx.. xx..", "2.md");
    SELECTS("xx.. xx..", "./_posts/2.md");
    SELECTS("x... xx..", "_posts/1.md");
    SELECTS(".... ..x.", "3.md");
    /* several; and both posts of one name */
    SELECTS("..xx ...x", "s/c", "_posts/deep/1.md");
    SELECTS("x..x xx.x", "1.md");
}

static void absolute_paths_select(void **state)
{
    (void)state;
    char here[200];
    make_selectable();
    assert_non_null(getcwd(here, sizeof(here)));
    AUTO_FREE char *snippet = mem_printf("%s/snippets/s/c.c", here);
    AUTO_FREE char *post = mem_printf("%s/_posts/3.md", here);
    SELECTS("..x. ....", snippet);
    SELECTS(".... ..x.", post);
}

static void names_that_mean_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *name, *hint;
    } cases[] = {
        { "s/bb", "did you mean `s/b`?" },
        { "_posts/4.md", "did you mean `_posts/1.md`?" },
        { "", "`snip list` shows those there are" },
        { "something/else", "`snip list` shows those there are" },
        { "../a", NULL },
        { "/etc/passwd", NULL },
    };
    make_selectable();
    struct plan plan = load();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err err = { 0 };
        char *names[] = { (char[]){ "a" }, (char *)(uintptr_t)cases[i].name };
        AUTO_FREE char *text = mem_printf("there is no snippet or post `%s`", cases[i].name);
        assert_false(plan_select(&plan, names, 2, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_string_equal(err.text, text);
        if (cases[i].hint)
            assert_string_equal(err.hint, cases[i].hint);
        err_release(&err);
    }
    plan_release(&plan);
}

/* Of a post's name without its folder one slip is forgiven. */
static void names_of_posts_are_suggested(void **state)
{
    (void)state;
    PROJECT({ "_posts/2026-11-23-socket.md", "" });
    assert_errors("2026-11-23-sockets.md",
                  "snip: there is no snippet or post `2026-11-23-sockets.md`\n"
                  "  did you mean `2026-11-23-socket.md`?\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_get_what_they_show),
        cmocka_unit_test(unknown_snippets_are_suggested),
        cmocka_unit_test(regions_must_be_there),
        cmocka_unit_test(faults_of_files_are_said_there),
        cmocka_unit_test(headers_must_be_there),
        cmocka_unit_test(processes_must_be_there),
        cmocka_unit_test(tables_are_of_one_program),
        cmocka_unit_test(runs_must_be_recorded),
        cmocka_unit_test(states_must_be_told),
        cmocka_unit_test(marked_lines_must_be_there),
        cmocka_unit_test(what_does_not_compile_prints_nothing),
        cmocka_unit_test(names_select),
        cmocka_unit_test(absolute_paths_select),
        cmocka_unit_test(names_that_mean_nothing),
        cmocka_unit_test(names_of_posts_are_suggested),
    };
    return cmocka_run_group_tests_name("resolve", tests, set_up, tear_down);
}
