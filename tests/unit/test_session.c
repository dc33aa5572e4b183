/*
 * engine/work/session: one snippet from its files to a record and a judgement. Needs namespaces and cc.
 */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/plan/load.h"
#include "engine/work/session.h"
#include "file/fs.h"
#include "file/project.h"

#define HEAD  "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
#define SOUND HEAD "int main(void)\n{\n    puts(\"hi\");\n    return 0;\n}\n"

static char *top;

/* What sessions run with, and one of them. */
struct stage {
    struct plan plan;
    struct loop loop;
    struct toolchain toolchain;
    struct session_tools tools;
    struct session session;
};

static int set_up(void **state)
{
    (void)state;
    top = mem_strdup("/tmp/snip-unit-XXXXXX");
    return mkdtemp(top) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fs_remove_tree(top);
    free(top);
    return 0;
}

static void put(const char *path, const char *text)
{
    struct err err = { 0 };
    if (text)
        assert_true(project_write(path, ".", PROJECT_REPLACE, NULL, text, strlen(text), &err));
}

/* Works in a new project with the one snippet s/a of SOURCE and MANIFEST (NULL: none). */
static void make_project(const char *source, const char *manifest)
{
    static int number;
    AUTO_FREE char *folder = mem_printf("%s/%d", top, number++);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(chdir(folder), 0);
    put("snippets/s/a.c", source);
    put("snippets/s/a.yml", manifest);
    put("_posts/p.md", "\n<!-- snip code s/a.c -->\n<!-- /snip -->\n");
}

/* Reads the project and gets ready; false where nothing can be run here. */
static bool open_stage(struct stage *stage)
{
    struct err err = { 0 };
    *stage = (struct stage){ 0 };
    if (!plan_load(&stage->plan, &err))
        fail_msg("%s", err.text);
    vec_each (e, &stage->plan.snippets.v[0].errs)
        fail_msg("%s:%d: %s", e->file, e->line, e->text);
    assert_true(loop_init(&stage->loop, &err));
    stage->toolchain.config = &stage->plan.config;
    bool can = toolchain_init(&stage->toolchain, NULL, &stage->loop, NULL, &err);
    stage->tools = (struct session_tools){ &stage->loop, &stage->plan, &stage->toolchain, false };
    err_release(&err);
    return can;
}

static void close_stage(struct stage *stage)
{
    session_release(&stage->session);
    assert_int_equal(stage->loop.count, 0);
    toolchain_release(&stage->toolchain);
    loop_release(&stage->loop);
    plan_release(&stage->plan);
}

static bool can_run(void)
{
    static int can = -1;
    struct stage stage;
    if (can < 0) {
        make_project(SOUND, NULL);
        can = open_stage(&stage);
        close_stage(&stage);
    }
    return can;
}

#define need_run() need(can_run(), "no compiler can be run in a box here (see `snip doctor`)")

static void on_done(struct session *session, void *owner)
{
    (void)session;
    ++*(int *)owner;
}

/* Runs the project's snippet to its end. */
static struct session *run(struct stage *stage)
{
    struct err err = { 0 };
    int done = 0;
    assert_true(open_stage(stage));
    session_start(&stage->session, &stage->tools, &stage->plan.snippets.v[0], 0, on_done, &done);
    while (!done)
        assert_true(loop_once(&stage->loop, &err));
    assert_int_equal(done, 1);
    if (stage->session.broken.text)
        fail_msg("%s", stage->session.broken.text);
    return &stage->session;
}

/* Runs a snippet, which must be as declared; its record's only process must be as given. */
static void assert_true_snippet(const char *source, const char *manifest, const char *command,
                                const char *output, int status)
{
    struct stage stage;
    make_project(source, manifest);
    const struct session *session = run(&stage);
    vec_each (e, &session->faults)
        print_error("%s:%d: %s\n", e->file, e->line, e->text);
    assert_int_equal(session->faults.n, 0);
    assert_int_equal(session->record.processes.n, 1);
    const struct record_process *process = &session->record.processes.v[0];
    assert_string_equal(process->name, "a");
    assert_string_equal(process->command, command);
    assert_string_equal(process->output, output);
    assert_int_equal(process->status, status);
    close_stage(&stage);
}

/*
 * Runs a snippet, which must have just one fault, that of FILE:LINE with TEXT; DETAIL is a part of
 * its lines.
 */
static void assert_fault(const char *source, const char *manifest, const char *file, int line,
                         const char *text, const char *detail)
{
    struct stage stage;
    make_project(source, manifest);
    const struct session *session = run(&stage);
    assert_int_equal(session->faults.n, 1);
    const struct err *fault = &session->faults.v[0];
    assert_int_equal(fault->kind, ERR_FALSE);
    assert_string_equal(fault->text, text);
    assert_string_equal(fault->file, file);
    assert_int_equal(fault->line, line);
    if (detail)
        assert_contains(fault->detail, detail);
    close_stage(&stage);
}

static void record_is_complete(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    make_project("#include \"../own.h\"\n" SOUND, "title: 제목\n");
    put("snippets/own.h", "");
    const struct session *session = run(&stage);
    const struct record *record = &session->record;
    assert_int_equal(session->faults.n, 0);
    assert_string_equal(record->snippet, "s/a");
    assert_string_equal(record->title, "제목");
    assert_int_equal(record->inputs.n, 4);
    assert_non_null(record_input_digest(record, "flags"));
    assert_non_null(record_input_digest(record, "own.h"));
    assert_non_null(record_input_digest(record, "s/a.c"));
    assert_non_null(record_input_digest(record, "s/a.yml"));
    assert_string_equal(record->environment.compiler, stage.toolchain.environment.compiler);
    assert_int_equal(record->compiles.n, 1);
    assert_string_equal(record->compiles.v[0].file, "a.c");
    assert_string_equal(record->compiles.v[0].result, "ok");
    assert_string_equal(record->compiles.v[0].diagnostics, "");
    assert_int_equal(record->processes.n, 1);
    assert_string_equal(record->processes.v[0].output, "hi\n");
    close_stage(&stage);
}

static void arguments_environment_and_input_arrive(void **state)
{
    (void)state;
    need_run();
    assert_true_snippet(HEAD "int main(int argc, char **argv)\n{\n    char line[20] = \"\";\n"
                             "    if (!fgets(line, sizeof(line), stdin))\n        return 1;\n"
                             "    printf(\"%d %s %s %s\", argc, argv[1], getenv(\"NAME\"), line);\n"
                             "    return getenv(\"PWD\") || getenv(\"TERM\");\n}\n",
                        "args: [two words, 8080]\nenv: { NAME: value }\nstdin: |\n  input\n",
                        "NAME=value ./a 'two words' 8080 <<'EOF'\ninput\nEOF",
                        "3 two words value input\n", 0);
}

static void world_is_fixed(void **state)
{
    (void)state;
    need_run();
    static const char source[] = HEAD
        "int main(void)\n{\n    char here[99];\n"
        "    printf(\"%s %s %s %s %d\\n\", getenv(\"HOME\"), getenv(\"LC_ALL\"),\n"
        "           getenv(\"TZ\"), getcwd(here, sizeof(here)), getchar());\n    return 0;\n}\n";
    assert_true_snippet(source, NULL, "./a", "/tmp C.UTF-8 UTC /tmp -1\n", 0);
    assert_true_snippet(source, "env: { TZ: Asia/Seoul }\n", "TZ=Asia/Seoul ./a",
                        "/tmp C.UTF-8 Asia/Seoul /tmp -1\n", 0);
}

static void declared_ends_are_true(void **state)
{
    (void)state;
    need_run();
    assert_true_snippet(HEAD "int main(void)\n{\n    return 3;\n}\n", "expect: 3\n", "./a", "", 3);
    struct stage stage;
    make_project(HEAD "int main(void)\n{\n    printf(\"cut\");\n    fflush(stdout);\n"
                      "    abort();\n}\n",
                 "expect: { signal: ABRT }\n");
    const struct session *session = run(&stage);
    assert_int_equal(session->faults.n, 0);
    assert_string_equal(session->record.processes.v[0].signal, "ABRT");
    assert_string_equal(session->record.processes.v[0].output, "cut");
    close_stage(&stage);
}

static void other_ends_are_false(void **state)
{
    (void)state;
    need_run();
    static const char three[] = HEAD "int main(void)\n{\n    puts(\"why\");\n    return 3;\n}\n";
    assert_fault(three, NULL, "snippets/s/a.c", 0, "`a` ended with status 3; expected status 0",
                 "$ ./a\nwhy\n");
    assert_fault(three, "title: x\nexpect: 4\n", "snippets/s/a.yml", 2,
                 "`a` ended with status 3; expected status 4", "why");
    assert_fault(three, "expect: { signal: SEGV }\n", "snippets/s/a.yml", 1,
                 "`a` ended with status 3; expected to be killed by SIGSEGV", "why");
    assert_fault(HEAD "int main(void)\n{\n    abort();\n}\n", NULL, "snippets/s/a.c", 0,
                 "`a` was killed by SIGABRT; expected status 0", "(it printed nothing)");
}

static void limits_are_kept(void **state)
{
    (void)state;
    need_run();
    assert_fault(HEAD
                 "int main(void)\n{\n    puts(\"begun\");\n    for (;;)\n        pause();\n}\n",
                 "limits: { time: 3s }\n", "snippets/s/a.c", 0,
                 "`a` was still running at its time limit of 3 s", "waits in pause(2)");
    assert_fault(HEAD "int main(void)\n{\n    for (;;)\n        puts(\"flood\");\n}\n",
                 "limits: { output: 100 }\n", "snippets/s/a.c", 0,
                 "`a` printed more than the output limit of 100 bytes", "flood");
}

static void what_does_not_repeat_is_false(void **state)
{
    (void)state;
    need_run();
    assert_fault(HEAD "#include <sys/random.h>\nint main(void)\n{\n    unsigned long x = 0;\n"
                      "    if (getrandom(&x, sizeof(x), 0) < 0)\n        return 1;\n"
                      "    printf(\"same\\n%lu\\n\", x);\n    return 0;\n}\n",
                 NULL, "snippets/s/a.c", 0,
                 "`a` does not repeat: two runs differ at line 2 of its output", "@@ ");
}

/* Runs a snippet whose outcome is in the record already: it is believed at once. */
static void known_outcome_is_run_once(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    make_project(SOUND, NULL);
    const struct session *session = run(&stage);
    assert_non_null(session->there);
    record_print(&text, &session->record);
    assert_true(project_write("_data/snippets/s/a.json", ".", PROJECT_REPLACE, NULL, text.s,
                              text.len, &err));
    buf_release(&text);
    close_stage(&stage);
    session = run(&stage);
    assert_null(session->there);
    assert_int_equal(session->faults.n, 0);
    close_stage(&stage);
}

static void output_is_made_visible(void **state)
{
    (void)state;
    need_run();
    assert_true_snippet(HEAD "int main(void)\n{\n    printf(\"\\033[1m\\a\\xff\\r\\n한글\\tx\");\n"
                             "    return 0;\n}\n",
                        NULL, "./a", "\\x1B[1m\\x07\\xFF\\r\n한글\tx", 0);
}

static void compile_errors_are_at_their_line(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    make_project("int main(void)\n{\n    return 0\n}\n", NULL);
    const struct session *session = run(&stage);
    assert_int_equal(session->faults.n, 2);
    assert_string_equal(session->faults.v[0].file, "snippets/s/a.c");
    assert_int_equal(session->faults.v[0].line, 3);
    assert_contains(session->faults.v[0].text, "error: expected");
    assert_contains(session->faults.v[0].detail, "return 0");
    assert_string_equal(session->faults.v[1].text, "does not compile");
    assert_contains(session->faults.v[1].hint, "_posts/p.md:2");
    assert_int_equal(session->record.processes.n, 0);
    close_stage(&stage);
}

static void link_errors_are_shown_whole(void **state)
{
    (void)state;
    need_run();
    assert_fault("void f(void);\nint main(void)\n{\n    f();\n    return 0;\n}\n", NULL,
                 "snippets/s/a.c", 0, "does not link", "undefined reference to `f'");
}

static void warnings_fail_what_is_declared_ok(void **state)
{
    (void)state;
    need_run();
    static const char source[] = "int main(void)\n{\n    int unused;\n    return 0;\n}\n";
    struct stage stage;
    make_project(source, NULL);
    const struct session *session = run(&stage);
    assert_int_equal(session->faults.n, 2);
    assert_int_equal(session->faults.v[0].line, 3);
    assert_contains(session->faults.v[0].text, "warning: unused variable");
    assert_string_equal(session->faults.v[1].text, "compiles with warnings");
    close_stage(&stage);
    make_project(source, "compile: warn\n");
    session = run(&stage);
    assert_int_equal(session->faults.n, 0);
    assert_string_equal(session->record.compiles.v[0].result, "warn");
    assert_contains(session->record.compiles.v[0].diagnostics, "unused");
    assert_int_equal(session->record.processes.n, 1);
    close_stage(&stage);
}

static void declared_failure_is_recorded_and_not_run(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    make_project("int main(void)\n{\n    return 0\n}\n", "compile: fail\n");
    const struct session *session = run(&stage);
    assert_int_equal(session->faults.n, 0);
    assert_string_equal(session->record.compiles.v[0].result, "fail");
    assert_contains(session->record.compiles.v[0].diagnostics, "a.c:3:");
    assert_int_equal(session->record.processes.n, 0);
    close_stage(&stage);
}

static void declared_faults_must_be_there(void **state)
{
    (void)state;
    need_run();
    static const char *const declared[] = { "warn", "fail" };
    for (size_t i = 0; i < COUNT(declared); i++) {
        AUTO_FREE char *manifest = mem_printf("compile: %s\n", declared[i]);
        AUTO_FREE char *text =
            mem_printf("compiles without a word, and is declared `compile: %s`", declared[i]);
        assert_fault(SOUND, manifest, "snippets/s/a.yml", 1, text, NULL);
    }
}

static void killing_ends_it(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    struct err err = { 0 };
    int done = 0;
    make_project(HEAD "int main(void)\n{\n    for (;;)\n        pause();\n}\n",
                 "limits: { time: 1m }\n");
    assert_true(open_stage(&stage));
    session_start(&stage.session, &stage.tools, &stage.plan.snippets.v[0], 0, on_done, &done);
    while (!stage.session.run)
        assert_true(loop_once(&stage.loop, &err));
    session_kill(&stage.session);
    session_kill(&stage.session);
    while (!done)
        assert_true(loop_once(&stage.loop, &err));
    assert_int_equal(done, 1);
    close_stage(&stage);
}

/*
 * Any moment is one to be killed at: after the first event, the second …, later not after each;
 * nothing is left, and it is done once.
 */
static void killing_at_any_moment_ends_it(void **state)
{
    (void)state;
    need_run();
    make_project(SOUND, NULL);
    for (int moment = 0, ended = 0; !ended; moment += 1 + moment / 12) {
        struct stage stage;
        struct err err = { 0 };
        int done = 0;
        assert_true(open_stage(&stage));
        session_start(&stage.session, &stage.tools, &stage.plan.snippets.v[0], 0, on_done, &done);
        for (int i = 0; i < moment && !done; i++)
            assert_true(loop_once(&stage.loop, &err));
        ended = done;
        if (!done)
            session_kill(&stage.session);
        while (!done)
            assert_true(loop_once(&stage.loop, &err));
        assert_int_equal(done, 1);
        close_stage(&stage);
    }
}

/* While what is new is compiled as of another day. */
static void killing_between_runs_ends_it(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    struct err err = { 0 };
    int done = 0;
    make_project(SOUND, NULL);
    assert_true(open_stage(&stage));
    session_start(&stage.session, &stage.tools, &stage.plan.snippets.v[0], 0, on_done, &done);
    while (!stage.session.there)
        assert_true(loop_once(&stage.loop, &err));
    assert_null(stage.session.run);
    session_kill(&stage.session);
    session_kill(&stage.session);
    while (!done)
        assert_true(loop_once(&stage.loop, &err));
    assert_int_equal(done, 1);
    close_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record_is_complete),
        cmocka_unit_test(arguments_environment_and_input_arrive),
        cmocka_unit_test(world_is_fixed),
        cmocka_unit_test(declared_ends_are_true),
        cmocka_unit_test(other_ends_are_false),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(what_does_not_repeat_is_false),
        cmocka_unit_test(known_outcome_is_run_once),
        cmocka_unit_test(output_is_made_visible),
        cmocka_unit_test(compile_errors_are_at_their_line),
        cmocka_unit_test(link_errors_are_shown_whole),
        cmocka_unit_test(warnings_fail_what_is_declared_ok),
        cmocka_unit_test(declared_failure_is_recorded_and_not_run),
        cmocka_unit_test(declared_faults_must_be_there),
        cmocka_unit_test(killing_ends_it),
        cmocka_unit_test(killing_at_any_moment_ends_it),
        cmocka_unit_test(killing_between_runs_ends_it),
    };
    return cmocka_run_group_tests_name("session", tests, set_up, tear_down);
}
