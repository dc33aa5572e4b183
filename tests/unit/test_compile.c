/*
 * engine/build/compile, engine/build/toolchain: reading what compilers write, and compiling. Compiling needs
 * namespaces and cc.
 */
#include "unit.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "engine/build/compile.h"
#include "engine/build/diagnostics.h"
#include "file/fs.h"

/* Holds that OUTPUT has the COUNT diagnostics EXPECTED, as "file:line error|warning text". */
static void assert_diagnostics(const char *output, const char *const *expected, size_t count)
{
    struct diagnostics list = { 0 };
    diagnostics_parse(&list, output);
    for (size_t i = 0; i < list.n && i < count; i++) {
        const struct diagnostic *d = &list.v[i];
        AUTO_FREE char *shown =
            mem_printf("%s:%d %s %s", d->file, d->line, d->error ? "error" : "warning", d->text);
        assert_string_equal(shown, expected[i]);
    }
    assert_int_equal(list.n, count);
    diagnostics_release(&list);
}

static const char gcc_words[] =
    "In file included from two.c:1:\n"
    "two.h:3:1: warning: ‘old’ defined but not used [-Wunused-function]\n"
    "    3 | static void old(void)\n"
    "      | ^~~\n"
    "two.c: In function ‘main’:\n"
    "two.c:5:14: error: expected ‘;’ before ‘}’ token\n"
    "    5 |     return 0\n"
    "      |              ^\n"
    "      |              ;\n"
    "    6 | }\n"
    "      | ~             \n"
    "two.c:5:5: note: see here\n"
    "two.c:1:10: fatal error: none.h: No such file or directory\n"
    "compilation terminated.\n";

static void words_of_gcc(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "two.h:3 warning ‘old’ defined but not used [-Wunused-function]",
        "two.c:5 error expected ‘;’ before ‘}’ token",
        "two.c:1 error none.h: No such file or directory",
    };
    struct diagnostics list = { 0 };
    assert_diagnostics(gcc_words, expected, COUNT(expected));
    diagnostics_parse(&list, gcc_words);
    assert_string_equal(list.v[0].excerpt, "    3 | static void old(void)\n      | ^~~\n");
    assert_contains(list.v[1].excerpt, "      |              ;\n");
    assert_contains(list.v[1].excerpt, "two.c:5:5: note: see here\n");
    assert_non_null(list.v[2].excerpt);
    diagnostics_release(&list);
}

/* clang 14 shows the source line as it is, also one that begins in the first column. */
static void words_of_clang(void **state)
{
    (void)state;
    static const char words[] = "a.c:1:23: error: expected ';' after return statement\n"
                                "int main(void) { retur 0; }\n"
                                "                      ^\n"
                                "                      ;\n"
                                "a.c:3:7: warning: unused variable 'x' [-Wunused-variable]\n"
                                "  int x;\n"
                                "      ^\n"
                                "1 warning and 1 error generated.\n";
    static const char *const expected[] = {
        "a.c:1 error expected ';' after return statement",
        "a.c:3 warning unused variable 'x' [-Wunused-variable]",
    };
    struct diagnostics list = { 0 };
    assert_diagnostics(words, expected, COUNT(expected));
    diagnostics_parse(&list, words);
    assert_string_equal(list.v[0].excerpt, "int main(void) { retur 0; }\n"
                                           "                      ^\n"
                                           "                      ;\n");
    assert_contains(list.v[1].excerpt, "  int x;\n      ^\n");
    diagnostics_release(&list);
}

static void words_without_a_column(void **state)
{
    (void)state;
    static const char *const expected[] = { "a.c:7 error no", "/usr/include/x.h:9 warning w" };
    assert_diagnostics("a.c:7: error: no\n/usr/include/x.h:9: warning: w", expected, 2);
}

static void other_words_are_no_diagnostics(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",
        "\n\n",
        "error: no input\n",
        "a.c:x:1: error: no\n",
        ":3: error: no\n",
        "a.c:-3: error: no\n",
        "a.c:99999999999: error: no\n",
        "a.c:3: note: n\n",
        "/usr/bin/ld: a.o: in function `main':\na.c:(.text+0x5): undefined reference to `f'\n",
        "collect2: error: ld returned 1 exit status\n",
        "cc: fatal error: no input files\n",
        "a.c:3:",
        "a.c:3",
        "a.c:",
        "  12 | a.c:3:1: error\n"
    };
    for (size_t i = 0; i < COUNT(words); i++)
        assert_diagnostics(words[i], NULL, 0);
}

/* Whatever a compiler writes, reading it does no harm. */
static void random_words_do_no_harm(void **state)
{
    (void)state;
    static const char letters[] = "a.c:12: \\\n\t#$'error:warning fatal";
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        size_t len = chance_below(&seed, sizeof(text));
        struct diagnostics list = { 0 };
        for (size_t i = 0; i < len; i++)
            text[i] = letters[chance_below(&seed, sizeof(letters) - 1)];
        text[len ? len - 1 : 0] = '\0';
        diagnostics_parse(&list, text);
        diagnostics_release(&list);
    }
}

/* A folder of sources, a compiler. */
struct bench {
    char *folder; /* of the compiler */
    struct box_file files[4];
    size_t nfiles;
    struct config config;
    struct loop loop;
    struct toolchain tools;
    struct options options;
    struct words sources; /* parts of … */
    char *names;
    struct compilation compilation;
};

static void put(const char *folder, const char *name, const char *text)
{
    AUTO_FREE char *path = path_join(folder, name);
    put_file(path, text);
    assert_int_equal(chmod(path, 0755), 0);
}

/*
 * COMPILER is a program, or a shell script that begins with "#!". Returns whether it works; ERR
 * says why not.
 */
static bool set_bench(struct bench *bench, const char *compiler, struct err *err)
{
    *bench = (struct bench){ .folder = mem_strdup("/tmp/snip-unit-XXXXXX") };
    assert_non_null(mkdtemp(bench->folder));
    assert_int_equal(chmod(bench->folder, 0755), 0);
    config_default(&bench->config);
    /* The scripts are no programs of the system. */
    bench->tools = (struct toolchain){ .config = &bench->config, .trust = true };
    free(bench->config.compiler);
    bool script = text_starts(compiler, "#!");
    if (script)
        put(bench->folder, "fake-cc", compiler);
    bench->config.compiler = script ? mem_printf("%s/fake-cc", bench->folder)
                                    : mem_strdup(compiler);
    assert_true(loop_init(&bench->loop, err));
    return toolchain_init(&bench->tools, NULL, &bench->loop, NULL, err);
}

static void clear_bench(struct bench *bench)
{
    compilation_release(&bench->compilation);
    options_release(&bench->options);
    vec_release(&bench->sources);
    free(bench->names);
    toolchain_release(&bench->tools);
    assert_int_equal(bench->loop.count, 0);
    loop_release(&bench->loop);
    config_release(&bench->config);
    fs_remove_tree(bench->folder);
    free(bench->folder);
}

/* Gives the compilation the source NAME. */
static void give(struct bench *bench, const char *name, const char *text)
{
    static char names[COUNT(bench->files)][64];
    snprintf(names[bench->nfiles], sizeof(names[0]), "%s/sources/%s", BOX_PROJECT + 1, name);
    bench->files[bench->nfiles] =
        (struct box_file){ names[bench->nfiles], text, strlen(text), false };
    bench->nfiles++;
}

static bool can_compile(void)
{
    static int can = -1;
    struct bench bench;
    struct err err = { 0 };
    if (can < 0) {
        can = set_bench(&bench, "cc", &err);
        clear_bench(&bench);
        err_release(&err);
    }
    return can;
}

#define need_cc() need(can_compile(), "no compiler can be run in a box here (see `snip doctor`)")

static void make_bench(struct bench *bench, const char *compiler)
{
    struct err err = { 0 };
    if (!set_bench(bench, compiler, &err))
        fail_msg("%s", err.text);
}

static void on_done(struct compilation *compilation, void *owner)
{
    (void)compilation;
    ++*(int *)owner;
}

/* Starts the compilation of SOURCES, joined by blanks; *DONE is counted up at its end. */
static void start(struct bench *bench, const char *sources, int *done)
{
    struct err err = { 0 };
    char *rest = bench->names = mem_strdup(sources);
    for (char *next; *rest; rest = next) {
        next = strchr(rest, ' ');
        next = next ? next : rest + strlen(rest);
        vec_push(&bench->sources, (const char *)rest);
        if (*next)
            *next++ = '\0';
    }
    options_init(&bench->options, &bench->config, NULL);
    const struct compile_request request = { .tools = &bench->tools,
                                             .options = &bench->options,
                                             .folder = "sources",
                                             .sources = &bench->sources,
                                             .files = bench->files,
                                             .nfiles = bench->nfiles,
                                             .shown = &bench->tools.shown };
    if (!compilation_start(&bench->compilation, &request, &bench->loop, on_done, done, &err))
        fail_msg("%s", err.text);
}

static struct compilation *compile(struct bench *bench, const char *sources)
{
    struct err err = { 0 };
    int done = 0;
    start(bench, sources, &done);
    while (!done)
        assert_true(loop_once(&bench->loop, &err));
    assert_int_equal(done, 1);
    return &bench->compilation;
}

static void sound_source_compiles_without_a_word(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "own.h", "#define STATUS 0\n");
    give(&bench, "a.c",
         "#include <stdio.h>\n#include \"own.h\"\n"
         "int main(void)\n{\n    return STATUS;\n}\n");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.failure.kind, ERR_NONE);
    assert_string_equal(buf_str(&c->got.output), "");
    assert_int_equal(c->got.result, COMPILE_OK);
    assert_string_equal(c->command, "cc -std=gnu17 -Wall -Wextra -o a a.c");
    assert_memory_equal(buf_str(&c->got.program), "\177ELF", 4);
    assert_non_null(strstr(buf_str(&c->got.rule), " own.h"));
    AUTO_FREE char *beside = path_join(bench.folder, "a.o");
    assert_false(fs_exists(beside));
    clear_bench(&bench);
}

static void warnings_are_words(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "a.c", "int main(void)\n{\n    int unused;\n    return 0;\n}\n");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.result, COMPILE_WARN);
    assert_contains(buf_str(&c->got.output), "a.c:3:9: warning: ");
    assert_null(strstr(c->got.output.s, bench.folder));
    assert_memory_equal(buf_str(&c->got.program), "\177ELF", 4);
    clear_bench(&bench);
}

static void errors_are_no_failure_of_the_machine(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "a.c", "#include \"none.h\"\nint main(void) { return 0; }\n");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.failure.kind, ERR_NONE);
    assert_int_equal(c->got.result, COMPILE_FAIL);
    assert_contains(buf_str(&c->got.output), "a.c:1:10: fatal error: none.h");
    assert_int_equal(c->got.program.len, 0);
    clear_bench(&bench);
}

/* The linker's words must be the same each time: nothing of the place for products in them. */
static void link_errors_repeat(void **state)
{
    (void)state;
    need_cc();
    AUTO_FREE char *first = NULL;
    for (int i = 0; i < 2; i++) {
        struct bench bench;
        make_bench(&bench, "cc");
        give(&bench, "a.c", "void f(void);\nint main(void)\n{\n    f();\n    return 0;\n}\n");
        struct compilation *c = compile(&bench, "a.c");
        assert_int_equal(c->got.failure.kind, ERR_NONE);
        assert_int_equal(c->got.result, COMPILE_FAIL);
        assert_contains(buf_str(&c->got.output), "undefined reference to `f'");
        assert_null(strstr(c->got.output.s, "/tmp/"));
        if (first)
            assert_string_equal(buf_str(&c->got.output), first);
        else
            first = mem_strdup(buf_str(&c->got.output));
        clear_bench(&bench);
    }
}

/* Of the project's libraries a program gets those that it does not link without. */
static void libraries_are_given_where_needed(void **state)
{
    (void)state;
    need_cc();
    static const struct {
        const char *source, *command;
        bool tried;
    } cases[] = {
        { "int main(void) { return 0; }\n", "cc -std=gnu17 -Wall -Wextra -o a a.c", false },
        { "#include <math.h>\nint main(int argc, char **argv)\n{\n"
          "    (void)argv;\n    return cos(argc) > 2;\n}\n",
          "cc -std=gnu17 -Wall -Wextra -o a a.c -lm", true },
        { "int none(void);\nint main(void) { return none(); }\n",
          "cc -std=gnu17 -Wall -Wextra -o a a.c", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench;
        make_bench(&bench, "cc");
        strings_add(&bench.config.libs, mem_strdup("-lrt"));
        strings_add(&bench.config.libs, mem_strdup("-lm"));
        strings_add(&bench.config.libs, mem_strdup("-lpthread"));
        give(&bench, "a.c", cases[i].source);
        struct compilation *c = compile(&bench, "a.c");
        assert_int_equal(c->got.result, i < 2 ? COMPILE_OK : COMPILE_FAIL);
        assert_string_equal(c->command, cases[i].command);
        assert_int_equal(c->tried, cases[i].tried);
        clear_bench(&bench);
    }
}

static void several_sources_make_one_program(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "b.h", "int b(void);\n");
    give(&bench, "a.c", "#include \"b.h\"\nint main(void) { return b(); }\n");
    give(&bench, "b.c", "#include \"b.h\"\nint b(void) { return 0; }\n");
    struct compilation *c = compile(&bench, "a.c b.c");
    assert_string_equal(buf_str(&c->got.output), "");
    assert_int_equal(c->got.result, COMPILE_OK);
    assert_string_equal(c->command, "cc -std=gnu17 -Wall -Wextra -o a a.c b.c");
    assert_contains(buf_str(&c->got.rule), "/a.o: a.c");
    assert_contains(buf_str(&c->got.rule), "/b.o: b.c");
    clear_bench(&bench);
}

/* Each source is compiled, as cc(1) does, and the words come in their order; nothing is linked. */
static void each_source_is_heard(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "a.c", "int a = none;\n");
    give(&bench, "b.c", "int b = nothing;\n");
    struct compilation *c = compile(&bench, "a.c b.c");
    const char *first = strstr(buf_str(&c->got.output), "a.c:1:9: error: ");
    assert_non_null(first);
    assert_contains(first, "b.c:1:9: error: ");
    assert_int_equal(c->got.linking, c->got.output.len);
    assert_false(c->got.unlinked);
    clear_bench(&bench);
}

static void command_is_quoted(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    strings_add(&bench.config.flags, mem_strdup("-DTEXT=\"two words\""));
    give(&bench, "a.c",
         "#include <stdio.h>\nint main(void)\n{\n    puts(TEXT);\n"
         "    return 0;\n}\n");
    struct compilation *c = compile(&bench, "a.c");
    assert_string_equal(buf_str(&c->got.output), "");
    assert_string_equal(c->command, "cc -std=gnu17 -Wall -Wextra '-DTEXT=\"two words\"' -o a a.c");
    clear_bench(&bench);
}

static void missing_source_is_said(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, "cc");
    give(&bench, "b.c", "");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.result, COMPILE_FAIL);
    assert_contains(buf_str(&c->got.output), "a.c: No such file or directory");
    clear_bench(&bench);
}

#define FAKE                                                                                       \
    "#!/bin/sh\n[ \"$1\" = -v ] && { echo gcc version 7.8.9 >&2; exit; }\n"                        \
    "case $1 in -print-*|-Wl,*) exit;; esac\n"

static void too_many_words_are_cut(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, FAKE "exec yes\n");
    give(&bench, "a.c", "");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.failure.kind, ERR_FALSE);
    assert_string_equal(c->got.failure.text, "the compiler printed over 256 KiB");
    assert_int_equal(c->got.result, COMPILE_FAIL);
    clear_bench(&bench);
}

static void no_program_is_a_failure(void **state)
{
    (void)state;
    need_cc();
    static const char *const compilers[] = {
        FAKE "exit 0\n",
        FAKE "while [ $1 != -o ]; do shift; done; ln -s /usr/bin/true $2\n",
        FAKE "while [ $1 != -o ]; do shift; done; mkdir $2\n",
    };
    for (size_t i = 0; i < COUNT(compilers); i++) {
        struct bench bench;
        make_bench(&bench, compilers[i]);
        give(&bench, "a.c", "");
        struct compilation *c = compile(&bench, "a.c");
        assert_int_equal(c->got.failure.kind, ERR_FALSE);
        assert_string_equal(c->got.failure.text, "the compiler made no program");
        clear_bench(&bench);
    }
}

static void killed_compiler_is_a_failure(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, FAKE "kill -KILL $$\n");
    give(&bench, "a.c", "");
    struct compilation *c = compile(&bench, "a.c");
    assert_int_equal(c->got.failure.kind, ERR_SYSTEM);
    assert_string_equal(c->got.failure.text, "the compiler was killed by SIGKILL");
    clear_bench(&bench);
}

static void what_a_compiler_leaves_is_not_waited_for(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, FAKE "sleep 600 &\nexec cc \"$@\"\n");
    give(&bench, "a.c", "int main(void) { return 0; }\n");
    struct compilation *c = compile(&bench, "a.c");
    if (c->got.failure.kind != ERR_NONE)
        fail_msg("%s", c->got.failure.text);
    assert_int_equal(c->got.result, COMPILE_OK);
    clear_bench(&bench);
}

static void object_between_is_named_as_the_source(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, FAKE "echo ld: $TMPDIR/ccAbC123.o: undefined; echo $TMPDIR/ccAbC12.o\n"
                            "echo ccAbC123.o; exit 1\n");
    give(&bench, "a.c", "");
    struct compilation *c = compile(&bench, "a.c");
    assert_string_equal(buf_str(&c->got.output), "ld: a.o: undefined\nccAbC12.o\nccAbC123.o\n");
    assert_int_equal(c->got.result, COMPILE_FAIL);
    assert_int_equal(c->got.failure.kind, ERR_NONE);
    clear_bench(&bench);
}

static void compiler_sees_a_fixed_environment(void **state)
{
    (void)state;
    need_cc();
    setenv("SECRET", "x", 1);
    setenv("CPATH", "/nowhere", 1);
    struct bench bench;
    make_bench(&bench, FAKE "env | cut -d= -f1 | grep -vx 'PWD\\|_\\|OLDPWD\\|SHLVL' "
                            "| sort; exit 1\n");
    give(&bench, "a.c", "");
    assert_string_equal(buf_str(&compile(&bench, "a.c")->got.output), "LC_ALL\nPATH\nTMPDIR\n");
    clear_bench(&bench);
    unsetenv("SECRET");
    unsetenv("CPATH");
}

static void killing_ends_a_compilation(void **state)
{
    (void)state;
    need_cc();
    struct bench bench;
    make_bench(&bench, FAKE "exec sleep 1000\n");
    struct err err = { 0 };
    int done = 0;
    give(&bench, "a.c", "");
    start(&bench, "a.c", &done);
    compilation_kill(&bench.compilation);
    while (!done)
        assert_true(loop_once(&bench.loop, &err));
    assert_int_equal(done, 1);
    assert_int_not_equal(bench.compilation.got.result, COMPILE_OK);
    compilation_kill(&bench.compilation);
    clear_bench(&bench);
}

static void versions_are_short(void **state)
{
    (void)state;
    need_cc();
    static const struct {
        const char *said, *name;
    } cases[] = { { "gcc version 12.2.0 (Debian 12.2.0-14)", "gcc 12.2" },
                  { "Debian clang version 14.0.6", "clang 14.0" },
                  { "gcc version 13", "gcc 13" },
                  { "tcc version 0.9.27", "unknown" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *script = mem_printf("#!/bin/sh\necho '%s' >&2\n", cases[i].said);
        struct bench bench;
        make_bench(&bench, script);
        assert_string_equal(bench.tools.environment.compiler, cases[i].name);
        assert_true(text_starts(bench.tools.environment.kernel, "Linux "));
        assert_true(text_starts(bench.tools.environment.libc, "glibc "));
        clear_bench(&bench);
    }
}

static void absent_compilers_have_a_mend(void **state)
{
    (void)state;
    static const char *const names[] = { "no-such-cc", "/no/such/cc", "/etc", "/etc/passwd" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct bench bench;
        struct err err = { 0 };
        assert_false(set_bench(&bench, names[i], &err));
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_contains(err.text, names[i]);
        assert_non_null(err.hint);
        err_release(&err);
        clear_bench(&bench);
    }
}

static void broken_compilers_are_said(void **state)
{
    (void)state;
    need_cc();
    static const char *const scripts[] = { "#!/bin/sh\nexit 1\n", "#!/bin/sh\nkill -SEGV $$\n",
                                           "#!/no/such/shell\n" };
    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct bench bench;
        struct err err = { 0 };
        assert_false(set_bench(&bench, scripts[i], &err));
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_non_null(err.text);
        err_release(&err);
        clear_bench(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_gcc),
        cmocka_unit_test(words_of_clang),
        cmocka_unit_test(words_without_a_column),
        cmocka_unit_test(other_words_are_no_diagnostics),
        cmocka_unit_test(random_words_do_no_harm),
        cmocka_unit_test(sound_source_compiles_without_a_word),
        cmocka_unit_test(warnings_are_words),
        cmocka_unit_test(errors_are_no_failure_of_the_machine),
        cmocka_unit_test(link_errors_repeat),
        cmocka_unit_test(libraries_are_given_where_needed),
        cmocka_unit_test(several_sources_make_one_program),
        cmocka_unit_test(each_source_is_heard),
        cmocka_unit_test(command_is_quoted),
        cmocka_unit_test(missing_source_is_said),
        cmocka_unit_test(too_many_words_are_cut),
        cmocka_unit_test(no_program_is_a_failure),
        cmocka_unit_test(killed_compiler_is_a_failure),
        cmocka_unit_test(what_a_compiler_leaves_is_not_waited_for),
        cmocka_unit_test(object_between_is_named_as_the_source),
        cmocka_unit_test(compiler_sees_a_fixed_environment),
        cmocka_unit_test(killing_ends_a_compilation),
        cmocka_unit_test(versions_are_short),
        cmocka_unit_test(absent_compilers_have_a_mend),
        cmocka_unit_test(broken_compilers_are_said),
    };
    return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
