/* engine/work/sched: many snippets side by side, and what stops them. Needs namespaces and cc. */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "engine/plan/load.h"
#include "engine/plan/select.h"
#include "engine/work/sched.h"
#include "file/fs.h"
#include "file/project.h"

#define PRINTS(TEXT)                                                                               \
    "#include <stdio.h>\nint main(void)\n{\n    puts(\"" TEXT "\");\n    return 0;\n}\n"
#define WAITS "#include <unistd.h>\nint main(void)\n{\n    for (;;)\n        pause();\n}\n"

static char *top;

static int set_up(void **state)
{
    (void)state;
    top = mem_strdup("/tmp/snip-unit-XXXXXX");
    if (!mkdtemp(top))
        return -1;
    AUTO_FREE char *tmp = path_join(top, "tmp");
    return mkdir(tmp, 0700) == 0 && setenv("TMPDIR", tmp, 1) == 0 ? 0 : -1;
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
    assert_true(project_write(path, ".", PROJECT_REPLACE, NULL, text, strlen(text), &err));
}

static void make_project(void)
{
    static int number;
    AUTO_FREE char *folder = mem_printf("%s/%d", top, number++);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(chdir(folder), 0);
}

static struct plan load(void)
{
    struct plan plan;
    struct err err = { 0 };
    if (!plan_load(&plan, &err) || !plan_select(&plan, NULL, 0, &err))
        fail_msg("%s", err.text);
    return plan;
}

/* Holds that nothing is left of the places for products. */
static void assert_swept(void)
{
    DIR *tmp = opendir(getenv("TMPDIR"));
    assert_non_null(tmp);
    for (struct dirent *e; (e = readdir(tmp));)
        if (e->d_name[0] != '.')
            fail_msg("left behind: %s", e->d_name);
    closedir(tmp);
}

static bool can_run(void)
{
    static int can = -1;
    if (can >= 0)
        return can;
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    make_project();
    put("snippets/a.c", PRINTS("a"));
    struct plan plan = load();
    can = sched_run(&sessions, &plan, &options, &err);
    sessions_release(&sessions);
    plan_release(&plan);
    err_release(&err);
    return can;
}

#define need_run() need(can_run(), "no compiler can be run in a box here (see `snip doctor`)")

/* What progress was told. */
struct told {
    size_t calls, last, total;
    int raise; /* a signal to be sent to this process at the first call; 0: none */
};

static void on_progress(void *owner, size_t done, size_t total, const struct snippet *snippet)
{
    struct told *told = owner;
    (void)snippet;
    told->calls++;
    told->last = done;
    told->total = total;
    if (told->raise && told->calls == 1)
        raise(told->raise);
}

static void sessions_come_in_the_order_of_the_plan(void **state)
{
    (void)state;
    need_run();
    static const int jobs[] = { 0, 1, 5, 1000 };
    make_project();
    put("snippets/a.c", PRINTS("a"));
    put("snippets/b.c", "int main(void)\n{\n    return 7;\n}\n");
    put("snippets/s/c.c", PRINTS("c"));
    put("snippets/d.c", "int\n");
    put("snippets/d.yml", "compile: fail\n");
    for (size_t i = 0; i < COUNT(jobs); i++) {
        struct plan plan = load();
        struct sessions sessions = { 0 };
        struct told told = { 0 };
        struct sched_options options = { jobs[i], on_progress, &told, .rerun = true };
        struct err err = { 0 };
        if (!sched_run(&sessions, &plan, &options, &err))
            fail_msg("%s", err.text);
        assert_int_equal(sessions.n, 4);
        assert_int_equal(sessions.interrupted, 0);
        for (size_t s = 0; s < sessions.n; s++)
            assert_ptr_equal(sessions.v[s].snippet, &plan.snippets.v[s]);
        assert_string_equal(sessions.v[0].record.processes.v[0].output, "a\n");
        assert_int_equal(sessions.v[1].faults.n, 1);
        assert_string_equal(sessions.v[2].record.compiles.v[0].result, "fail");
        assert_string_equal(sessions.v[3].record.processes.v[0].output, "c\n");
        assert_int_equal(told.calls, 4);
        assert_int_equal(told.last, 4);
        assert_int_equal(told.total, 4);
        sessions_release(&sessions);
        plan_release(&plan);
        assert_swept();
    }
}

static void only_the_selected_run(void **state)
{
    (void)state;
    need_run();
    char *names[] = { (char[]){ "b" } };
    make_project();
    put("snippets/a.c", PRINTS("a"));
    put("snippets/b.c", PRINTS("b"));
    struct plan plan = load();
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    assert_true(plan_select(&plan, names, 1, &err));
    assert_true(sched_run(&sessions, &plan, &options, &err));
    assert_int_equal(sessions.n, 1);
    assert_string_equal(sessions.v[0].record.snippet, "b");
    sessions_release(&sessions);
    plan_release(&plan);
}

/* No compiler is asked for where there is nothing to run. */
static void nothing_to_run_is_no_failure(void **state)
{
    (void)state;
    make_project();
    put("snip.yml", "compiler: no-such-cc\n");
    put("_posts/a.md", "text\n");
    assert_int_equal(mkdir("snippets", 0755), 0);
    struct plan plan = load();
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    assert_true(sched_run(&sessions, &plan, &options, &err));
    assert_int_equal(sessions.n, 0);
    sessions_release(&sessions);
    plan_release(&plan);
}

static void without_a_compiler_nothing_runs(void **state)
{
    (void)state;
    make_project();
    put("snip.yml", "compiler: no-such-cc\n");
    put("snippets/a.c", PRINTS("a"));
    assert_int_equal(mkdir("_posts", 0755), 0);
    struct plan plan = load();
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    assert_false(sched_run(&sessions, &plan, &options, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "no-such-cc is not found");
    assert_contains(err.hint, "apt-get install");
    err_release(&err);
    sessions_release(&sessions);
    plan_release(&plan);
}

/* What a box makes is gone with it: snip needs no folder of the machine's, nor leaves any. */
static void no_place_for_products_is_needed(void **state)
{
    (void)state;
    need_run();
    make_project();
    put("snippets/a.c", PRINTS("a"));
    struct plan plan = load();
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    AUTO_FREE char *before = mem_strdup(getenv("TMPDIR"));
    setenv("TMPDIR", "/no/such/folder", 1);
    bool ran = sched_run(&sessions, &plan, &options, &err);
    setenv("TMPDIR", before, 1);
    if (!ran)
        fail_msg("%s", err.text);
    assert_int_equal(sessions.v[0].faults.n, 0);
    sessions_release(&sessions);
    plan_release(&plan);
}

enum { INTERRUPTED = 0, NOT_INTERRUPTED = 40, NOT_RUN, CHILD_LEFT };

/* In a child: runs the project, a signal coming at the first progress; what became of it. */
static int run_interrupted(int number)
{
    struct plan plan;
    struct sessions sessions = { 0 };
    struct told told = { .raise = number };
    struct sched_options options = { 2, on_progress, &told, .rerun = true, .trust = true };
    struct err err = { 0 };
    if (!plan_load(&plan, &err) || !plan_select(&plan, NULL, 0, &err))
        return NOT_RUN;
    if (!sched_run(&sessions, &plan, &options, &err))
        return NOT_RUN;
    if (sessions.interrupted != number)
        return NOT_INTERRUPTED;
    return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD ? INTERRUPTED : CHILD_LEFT;
}

static void assert_interrupted(int number)
{
    int status = -1;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(run_interrupted(number));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), INTERRUPTED);
    assert_swept();
}

/* The others would run for ten minutes. */
static void interrupt_stops_what_runs(void **state)
{
    (void)state;
    need_run();
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    make_project();
    put("snippets/a.c", PRINTS("a"));
    put("snippets/b.c", WAITS);
    put("snippets/b.yml", "limits: { time: 10m }\n");
    put("snippets/c.c", WAITS);
    put("snippets/c.yml", "limits: { time: 10m }\n");
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_interrupted(numbers[i]);
}

/* It comes when the last session has ended, and is not lost. */
static void late_interrupt_is_not_lost(void **state)
{
    (void)state;
    need_run();
    make_project();
    put("snippets/a.c", PRINTS("a"));
    assert_interrupted(SIGTERM);
}

/* A compiler that does not answer can be interrupted. */
static void interrupt_while_the_compiler_is_asked(void **state)
{
    (void)state;
    need_run();
    int ends[2], status = -1;
    char ready = 0;
    make_project();
    put("fake-cc", "#!/bin/sh\nexec sleep 1000\n");
    assert_int_equal(chmod("fake-cc", 0755), 0);
    put("snip.yml", "compiler: ./fake-cc\n");
    put("snippets/a.c", PRINTS("a"));
    assert_int_equal(mkdir("_posts", 0755), 0);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        /* Blocked from here on, so that it cannot come too early: it is read from the signalfd. */
        sigset_t term;
        sigemptyset(&term);
        sigaddset(&term, SIGTERM);
        sigprocmask(SIG_BLOCK, &term, NULL);
        if (write(ends[1], "x", 1) != 1)
            _exit(NOT_RUN);
        _exit(run_interrupted(SIGTERM));
    }
    assert_int_equal(read(ends[0], &ready, 1), 1);
    assert_int_equal(kill(child, SIGTERM), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), INTERRUPTED);
    close(ends[0]);
    close(ends[1]);
    assert_swept();
}

/* The mask of signals is the caller's again: what it does next can be interrupted. */
static void signals_are_given_back(void **state)
{
    (void)state;
    need_run();
    sigset_t before, after;
    make_project();
    put("snippets/a.c", PRINTS("a"));
    struct plan plan = load();
    struct sessions sessions = { 0 };
    struct sched_options options = { .rerun = true };
    struct err err = { 0 };
    sigprocmask(SIG_BLOCK, NULL, &before);
    assert_true(sched_run(&sessions, &plan, &options, &err));
    sigprocmask(SIG_BLOCK, NULL, &after);
    for (int number = 1; number < SIGRTMIN; number++)
        assert_int_equal(sigismember(&after, number), sigismember(&before, number));
    sessions_release(&sessions);
    plan_release(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_come_in_the_order_of_the_plan),
        cmocka_unit_test(only_the_selected_run),
        cmocka_unit_test(nothing_to_run_is_no_failure),
        cmocka_unit_test(without_a_compiler_nothing_runs),
        cmocka_unit_test(no_place_for_products_is_needed),
        cmocka_unit_test(interrupt_stops_what_runs),
        cmocka_unit_test(late_interrupt_is_not_lost),
        cmocka_unit_test(interrupt_while_the_compiler_is_asked),
        cmocka_unit_test(signals_are_given_back),
    };
    return cmocka_run_group_tests_name("sched", tests, set_up, tear_down);
}
