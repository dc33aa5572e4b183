/*
 * engine/build/toolchain: what a compiler said is remembered in a file, and asked again where that proves
 * nothing any more. The compilers are scripts. Those that are asked need namespaces.
 */
#include "project.h"

#include <sys/epoll.h>

#include "base/path.h"
#include "engine/build/toolchain.h"
#include "engine/plan/proof.h"

static const char cache[] = ".snip/toolchain.json";

/* A compiler beside the project worked in, its path absolute. */
struct bench {
    struct config config;
    struct loop loop;
};

/* Makes a compiler that gives its version as VERSION, and sh as the program it runs. */
static void make_compiler(struct bench *bench, const char *version)
{
    struct err err = { 0 };
    char here[200];
    AUTO_FREE char *script = mem_printf("#!/bin/sh\n"
                                        "[ $1 = -print-prog-name=as ] && echo sh\n"
                                        "[ $1 = -v ] && echo 'gcc version %s'\n"
                                        "exit 0\n",
                                        version);
    PROJECT({ "snip.yml", "" });
    put_file("../cc", script);
    assert_int_equal(chmod("../cc", 0755), 0);
    /* The compiler is nobody, where root runs it. */
    assert_int_equal(chmod("..", 0755), 0);
    assert_non_null(getcwd(here, sizeof(here)));
    *strrchr(here, '/') = '\0';
    config_default(&bench->config);
    free(bench->config.compiler);
    bench->config.compiler = path_join(here, "cc");
    assert_true(loop_init(&bench->loop, &err));
}

static void clear_bench(struct bench *bench)
{
    assert_int_equal(bench->loop.count, 0);
    loop_release(&bench->loop);
    config_release(&bench->config);
}

/* The compiler's name as the file alone tells it; "" where it does not. Owned by the caller. */
static char *recalled(struct bench *bench)
{
    struct toolchain tools = { .config = &bench->config, .trust = true };
    bool ok = toolchain_recall(&tools, cache);
    char *name = mem_strdup(ok ? tools.environment.compiler : "");
    if (ok)
        assert_true(strings_has(&tools.parts, bench->config.compiler));
    toolchain_release(&tools);
    return name;
}

static void assert_recalled(struct bench *bench, const char *expected)
{
    AUTO_FREE char *name = recalled(bench);
    assert_string_equal(name, expected);
}

/* The file as a snip leaves it that was told NAME, with PATH as the only part. */
static void remember(const char *name, const char *path)
{
    AUTO_FREE char *id = fs_identity(path);
    AUTO_FREE char *text =
        mem_printf("{ \"name\": \"%s\", \"linker tells\": true, \"parts\": { \"%s\": \"%s\" } }",
                   name, path, id);
    proof_write(cache, text);
}

/* Asks the compiler, or the file; it must call itself EXPECTED. */
static void assert_asked(struct bench *bench, const char *expected)
{
    struct toolchain tools = { .config = &bench->config, .trust = true };
    struct err err = { 0 };
    if (!toolchain_init(&tools, cache, &bench->loop, NULL, &err))
        fail_msg("%s", err.text);
    assert_string_equal(tools.environment.compiler, expected);
    assert_string_equal(tools.compiler, bench->config.compiler);
    assert_true(strings_has(&tools.parts, bench->config.compiler));
    toolchain_release(&tools);
}

static bool can_ask(void)
{
    static int can = -1;
    if (can < 0) {
        struct bench bench;
        struct toolchain tools = { .config = &bench.config, .trust = true };
        struct err err = { 0 };
        make_compiler(&bench, "1.2");
        can = toolchain_init(&tools, NULL, &bench.loop, NULL, &err);
        toolchain_release(&tools);
        err_release(&err);
        clear_bench(&bench);
    }
    return can;
}

#define need_ask() need(can_ask(), "no compiler can be run in a box here (see `snip doctor`)")

static void what_it_said_is_remembered(void **state)
{
    (void)state;
    need_ask();
    struct bench bench;
    make_compiler(&bench, "1.2");
    assert_recalled(&bench, "");
    assert_asked(&bench, "gcc 1.2");
    assert_recalled(&bench, "gcc 1.2");
    struct toolchain tools = { .config = &bench.config, .trust = true };
    assert_true(toolchain_recall(&tools, cache));
    assert_int_equal(tools.parts.n, 2);
    assert_string_equal(tools.parts.v[0], bench.config.compiler);
    assert_true(text_ends(tools.parts.v[1], "/sh"));
    toolchain_release(&tools);
    clear_bench(&bench);
}

/* The file says what the compiler never would: so it was not asked. */
static void what_is_remembered_is_not_asked(void **state)
{
    (void)state;
    struct bench bench;
    make_compiler(&bench, "1.2");
    remember("fake 9.9", bench.config.compiler);
    assert_recalled(&bench, "fake 9.9");
    assert_asked(&bench, "fake 9.9");
    clear_bench(&bench);
}

static void another_compiler_is_asked(void **state)
{
    (void)state;
    need_ask();
    struct bench bench;
    make_compiler(&bench, "1.2");
    assert_asked(&bench, "gcc 1.2");
    put_file("../cc", "#!/bin/sh\necho 'gcc version 1.3'\n");
    assert_recalled(&bench, "");
    assert_asked(&bench, "gcc 1.3");
    assert_recalled(&bench, "gcc 1.3");
    clear_bench(&bench);
}

/* Of the parts one is another now, or gone, or the file is about another compiler. */
static void each_part_must_be_the_same(void **state)
{
    (void)state;
    struct bench bench;
    make_compiler(&bench, "1.2");
    make_file(&(struct file){ "as", "1" });
    AUTO_FREE char *cc = fs_identity(bench.config.compiler), *as = fs_identity("as");
    AUTO_FREE char *text =
        mem_printf("{ \"name\": \"x 1\", \"linker tells\": false, \"parts\": { \"%s\": \"%s\", "
                   "\"as\": \"%s\" } }",
                   bench.config.compiler, cc, as);
    proof_write(cache, text);
    assert_recalled(&bench, "x 1");
    make_file(&(struct file){ "as", "2" });
    assert_recalled(&bench, "");
    assert_int_equal(unlink("as"), 0);
    assert_recalled(&bench, "");
    remember("other 1", "/bin/sh");
    assert_recalled(&bench, "");
    clear_bench(&bench);
}

/* Broken in every way, it is as if it were not there, and is written anew. */
static void broken_files_are_replaced(void **state)
{
    (void)state;
    need_ask();
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "1",
        "\xff",
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"parts\":{}}",
        "{\"name\":\"x\",\"parts\":[\"%s\"]}",
        "{\"name\":\"x\",\"parts\":{\"%s\":1}}",
        "{\"name\":\"x\",\"parts\":{\"%s\":null}}",
        "{\"name\":\"x\",\"parts\":{\"%s\":\"none\"}}",
        "{\"name\":7,\"parts\":{\"%s\":\"none\"}}",
    };
    struct bench bench;
    make_compiler(&bench, "1.2");
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf text = BUF_INIT;
        const char *at = strstr(texts[i], "%s");
        buf_add(&text, texts[i], at ? (size_t)(at - texts[i]) : strlen(texts[i]));
        if (at)
            buf_printf(&text, "%s%s", bench.config.compiler, at + 2);
        proof_write(cache, buf_str(&text));
        assert_recalled(&bench, "");
        buf_release(&text);
    }
    assert_asked(&bench, "gcc 1.2");
    assert_recalled(&bench, "gcc 1.2");
    /* Cut short wherever it may be. */
    struct buf whole = BUF_INIT;
    assert_int_equal(proof_read(cache, 10000, &whole), PROOF_READ);
    for (size_t len = 0; len < whole.len; len += 5) {
        AUTO_FREE char *cut = mem_strndup(whole.s, len);
        proof_write(cache, cut);
        assert_recalled(&bench, "");
    }
    buf_release(&whole);
    clear_bench(&bench);
}

/* It is asked each time then, and that is no failure. */
static void a_file_that_cannot_be_written_is_no_matter(void **state)
{
    (void)state;
    need_ask();
    struct bench bench;
    struct err err = { 0 };
    struct buf text = BUF_INIT;
    make_compiler(&bench, "1.2");
    make_file(&(struct file){ ".snip", "precious" });
    assert_asked(&bench, "gcc 1.2");
    assert_true(fs_read(".snip", 100, &text, &err));
    assert_string_equal(buf_str(&text), "precious");
    assert_int_equal(unlink(".snip"), 0);
    /* A file without any write permission is refused, to root too. */
    make_file(&(struct file){ cache, "{" });
    assert_int_equal(chmod(cache, 0444), 0);
    assert_asked(&bench, "gcc 1.2");
    assert_true(fs_read(cache, 100, &text, &err));
    assert_string_equal(buf_str(&text), "{");
    buf_release(&text);
    assert_int_equal(unlink(cache), 0);
    assert_int_equal(mkdir(cache, 0755), 0);
    assert_asked(&bench, "gcc 1.2");
    clear_bench(&bench);
}

static void on_time(struct watch *watch, uint32_t events)
{
    (void)events;
    *(int *)watch->owner = 1;
}

/* It has said its version, and is given up while it is asked for its parts: they are not all known. */
static void what_was_interrupted_is_not_remembered(void **state)
{
    (void)state;
    need_ask();
    struct bench bench;
    struct toolchain tools = { .config = &bench.config, .trust = true };
    struct err err = { 0 };
    int stop = 0;
    make_compiler(&bench, "1.2");
    put_file("../cc", "#!/bin/sh\n[ $1 = -v ] || exec sleep 1000\n"
                      "echo 'gcc version 1.2'\n");
    struct watch watch = { -1, on_time, &stop, false };
    assert_true(loop_add_timer(&bench.loop, &watch, 500, &err));
    if (!toolchain_init(&tools, cache, &bench.loop, &stop, &err))
        err_release(&err);
    assert_int_equal(stop, 1);
    assert_false(fs_exists(cache));
    toolchain_release(&tools);
    loop_close(&bench.loop, &watch);
    clear_bench(&bench);
}

static void a_compiler_that_fails_is_not_remembered(void **state)
{
    (void)state;
    need_ask();
    struct bench bench;
    struct toolchain tools = { .config = &bench.config, .trust = true };
    struct err err = { 0 };
    make_compiler(&bench, "1.2");
    put_file("../cc", "#!/bin/sh\necho 'gcc version 1.2'\necho why\nexit 3\n");
    assert_false(toolchain_init(&tools, cache, &bench.loop, NULL, &err));
    assert_contains(err.text, "does not work");
    assert_contains(err.detail, "why\n");
    err_release(&err);
    toolchain_release(&tools);
    assert_false(fs_exists(cache));
    clear_bench(&bench);
}

/* Nothing is recalled of a compiler that is not there, whatever the file says. */
static void without_a_compiler_nothing_is_recalled(void **state)
{
    (void)state;
    struct bench bench;
    make_compiler(&bench, "1.2");
    remember("fake 9.9", bench.config.compiler);
    assert_int_equal(unlink("../cc"), 0);
    assert_recalled(&bench, "");
    clear_bench(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_said_is_remembered),
        cmocka_unit_test(what_is_remembered_is_not_asked),
        cmocka_unit_test(another_compiler_is_asked),
        cmocka_unit_test(each_part_must_be_the_same),
        cmocka_unit_test(broken_files_are_replaced),
        cmocka_unit_test(a_file_that_cannot_be_written_is_no_matter),
        cmocka_unit_test(what_was_interrupted_is_not_remembered),
        cmocka_unit_test(a_compiler_that_fails_is_not_remembered),
        cmocka_unit_test(without_a_compiler_nothing_is_recalled),
    };
    return cmocka_run_group_tests_name("toolchain", tests, set_up, tear_down);
}
