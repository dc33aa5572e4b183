/*
 * cmd/run: in which order processes start and are stopped, and all the ways a run can end. The
 * processes are shells and perl, so no compiler is needed, but namespaces are.
 */
#include "project.h"

#include <signal.h>
#include <sys/resource.h>

#include "box/loop.h"
#include "engine/run/run.h"

/* A run under test; of the only snippet of a project. */
struct stage {
    struct plan plan;
    struct loop loop;
    struct run *run;
    int done; /* how often it was said to be over */
};

/*
 * Listens on each port that it is given, noting it in the file `log` right before; then it waits for
 * SIGTERM, upon which it prints the log. It is slow, so that who does not wait for it comes first.
 */
static const char serve[] =
    "use Socket;\n"
    "$SIG{TERM} = sub { open(my $log, '<', 'log'); print <$log>; exit 0 };\n"
    "my @all;\n"
    "for (@ARGV) {\n"
    "    select(undef, undef, undef, 0.2);\n"
    "    open(my $log, '>>', 'log'); syswrite($log, \"listens\\n\"); close($log);\n"
    "    socket(my $s, AF_INET, SOCK_STREAM, 0);\n"
    "    bind($s, sockaddr_in($_, INADDR_LOOPBACK)) && listen($s, 1) or die \"$!\\n\";\n"
    "    push @all, $s;\n"
    "}\n"
    "select(undef, undef, undef, 0.05) while 1;\n";

#define NOTE(WORD)  "command: [sh, -c, 'echo " WORD " >>log']"
#define SH(SCRIPT)  "command: [sh, -c, '" SCRIPT "']"
#define AWAIT(NAME) "until [ -e " NAME " ]; do sleep 0.01; done; "
#define EVER        "while :; do sleep 1000 & wait; done"

static void on_done(struct run *run, void *owner)
{
    struct stage *stage = owner;
    assert_true(!stage->run || run == stage->run);
    stage->done++;
}

/* Starts the snippet that the manifest TEXT makes, with PROGRAMS. Returns whether it could be. */
static bool start_with(struct stage *stage, const char *text, const struct run_programs *programs,
                       struct err *err)
{
    PROJECT({ "snippets/s/snippet.yml", text }, { "snippets/s/serve", serve });
    *stage = (struct stage){ .plan = load() };
    struct snippet *snippet = &stage->plan.snippets.v[0];
    vec_each (e, &snippet->errs)
        fail_msg("%s:%d: %s", e->file, e->line, e->text);
    assert_true(loop_init(&stage->loop, err));
    stage->run =
        run_start(&stage->loop, snippet, programs, -1, false, NULL, NULL, on_done, stage, err);
    return stage->run != NULL;
}

static void start(struct stage *stage, const char *text)
{
    static const struct run_programs none = { 0 };
    struct err err = { 0 };
    if (!start_with(stage, text, &none, &err))
        fail_msg("%s", err.text);
}

static void step(struct stage *stage)
{
    struct err err = { 0 };
    assert_true(loop_once(&stage->loop, &err));
}

static void run_to_end(struct stage *stage)
{
    while (!stage->done)
        step(stage);
}

/* Runs the snippet of the manifest TEXT to its end. */
static const struct run_result *run(struct stage *stage, const char *text)
{
    start(stage, text);
    run_to_end(stage);
    return run_result(stage->run);
}

static void end_stage(struct stage *stage)
{
    run_free(stage->run);
    assert_int_equal(stage->loop.count, 0);
    loop_release(&stage->loop);
    plan_release(&stage->plan);
}

static bool can_run(void)
{
    static int can = -1;
    if (can < 0) {
        struct stage stage;
        can = run(&stage, "run: { a: { command: ['true'] } }\n")->end == END_FINISHED;
        end_stage(&stage);
    }
    return can;
}

#define need_run() need(can_run(), "this machine does not let boxes be made (see `snip doctor`)")

/* The process NAME of a run. */
static const struct run_process *process(struct stage *stage, const char *name)
{
    const struct process_specs *specs = &stage->plan.snippets.v[0].manifest.processes;
    const struct process_spec *spec = NULL;
    vec_each (other, specs)
        spec = strcmp(other->name, name) == 0 ? other : spec;
    assert_non_null(spec);
    return &run_result(stage->run)->processes.v[spec - specs->v];
}

/* Holds that the run ended as END because of CULPRIT (NULL: of nobody). */
static void assert_end(struct stage *stage, enum end end, const char *culprit)
{
    const struct run_result *result = run_result(stage->run);
    assert_int_equal(stage->done, 1);
    if (result->end != end)
        vec_each (p, &result->processes)
            print_error("state %d, status %d, signal %d: %s\n", (int)p->state, p->status, p->signal,
                        buf_str(&p->output));
    if (result->end != end && result->err.text)
        print_error("%s\n", result->err.text);
    assert_int_equal(result->end, end);
    assert_int_equal(result->has_culprit, culprit != NULL);
    if (culprit)
        assert_ptr_equal(process(stage, culprit), &result->processes.v[result->culprit]);
}

static void assert_output(struct stage *stage, const char *name, const char *expected)
{
    assert_string_equal(buf_str(&process(stage, name)->output), expected);
}

/* Runs TEXT, in which all must go well, and holds that `server` printed the log EXPECTED. */
static void assert_log(const char *text, const char *expected)
{
    struct stage stage;
    run(&stage, text);
    assert_end(&stage, END_FINISHED, NULL);
    assert_output(&stage, "server", expected);
    assert_true(process(&stage, "server")->ready);
    assert_true(process(&stage, "server")->told);
    vec_each (p, &run_result(stage.run)->processes)
        assert_int_equal(p->state, RUN_ENDED);
    end_stage(&stage);
}

/* --- Starting --- */

/* The order in the manifest says nothing of it. */
static void each_waits_for_what_it_is_after(void **state)
{
    (void)state;
    need_run();
    assert_log(
        "run:\n"
        "  bob: { " NOTE("bob") ", after: [server, alice] }\n"
                                "  alice: { " NOTE("alice") ", after: server }\n"
                                                            "  server: { command: [perl, serve, "
                                                            "8080], ready: listen, stop: TERM }\n",
        "listens\nalice\nbob\n");
}

/* Of two that it waits for, the one that is ready and the one that ends, either comes last. */
static void the_last_of_several_starts_it(void **state)
{
    (void)state;
    need_run();
    assert_log("run:\n"
               "  server: { command: [perl, serve, 8080], ready: listen, stop: TERM }\n"
               "  alice: { " NOTE("alice") " }\n"
                                           "  bob: { " NOTE("bob") ", after: [server, alice] }\n",
               "alice\nlistens\nbob\n");
    assert_log(
        "run:\n"
        "  server: { command: [perl, serve, 8080], ready: listen, stop: TERM }\n"
        "  alice: { " SH("until grep -qs listens log; do sleep 0.01; done; sleep 0.2; "
                         "echo alice >>log") " }\n"
                                             "  bob: { " NOTE("bob") ", after: [server, alice] }\n",
        "listens\nalice\nbob\n");
}

static void ready_is_who_has_as_many_sockets(void **state)
{
    (void)state;
    need_run();
    assert_log(
        "run:\n"
        "  server: { command: [perl, serve, 8080, 8081], ready: { listen: 2 }, stop: TERM }\n"
        "  client: { " NOTE("client") ", after: server }\n",
        "listens\nlistens\nclient\n");
}

/* Neither could end, were the other not there. */
static void those_after_nothing_run_at_once(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run:\n"
                "  a: { " SH(": >a; " AWAIT("b")) " }\n"
                                                  "  b: { " SH(": >b; " AWAIT("a")) " }\n");
    assert_end(&stage, END_FINISHED, NULL);
    end_stage(&stage);
}

/* As many as a manifest may have, each after the next. */
static void long_chains_go_link_by_link(void **state)
{
    (void)state;
    need_run();
    enum { LAST = 31 };
    struct stage stage;
    struct buf text = BUF_INIT, expected = BUF_INIT;
    buf_adds(&text, "run:\n  p0: { command: [cat, log], after: p1 }\n");
    for (int i = 1; i < LAST; i++)
        buf_printf(&text, "  p%d: { " SH("echo %d >>log") ", after: p%d }\n", i, i, i + 1);
    buf_printf(&text, "  p%d: { " SH("echo %d >>log") " }\n", LAST, LAST);
    for (int i = LAST; i > 0; i--)
        buf_printf(&expected, "%d\n", i);
    run(&stage, buf_str(&text));
    assert_end(&stage, END_FINISHED, NULL);
    assert_output(&stage, "p0", buf_str(&expected));
    end_stage(&stage);
    buf_release(&text);
    buf_release(&expected);
}

/* --- Readiness that does not come --- */

/* Whatever it is expected to end with: who was to serve must have served. */
static void ending_before_it_is_ready_is_a_failure(void **state)
{
    (void)state;
    need_run();
    static const struct {
        const char *process, *expect;
        int status, signal;
    } cases[] = {
        { SH("exit 0"), "", 0, 0 },
        { SH("exit 3"), "expect: { server: 3 }\n", 3, 0 },
        { SH("kill -TERM $$"), "expect: { server: { signal: TERM } }\n", 0, SIGTERM },
        { SH("kill -TERM $$") ", stop: TERM", "", 0, SIGTERM },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stage stage;
        AUTO_FREE char *text = mem_printf(
            "run:\n"
            "  client: { " NOTE("client") ", after: server }\n"
                                          "  server: { %s, ready: listen }\n"
                                          "  other: { command: [sleep, 1000], stop: TERM }\n%s",
            cases[i].process, cases[i].expect);
        run(&stage, text);
        assert_end(&stage, END_NOT_READY, "server");
        assert_int_equal(process(&stage, "server")->state, RUN_ENDED);
        assert_int_equal(process(&stage, "server")->status, cases[i].status);
        assert_int_equal(process(&stage, "server")->signal, cases[i].signal);
        assert_false(process(&stage, "server")->ready);
        assert_int_equal(process(&stage, "client")->state, RUN_WAITING);
        assert_string_equal(buf_str(&process(&stage, "client")->doing), "");
        assert_int_equal(process(&stage, "other")->state, RUN_RUNNING);
        assert_false(process(&stage, "other")->told);
        end_stage(&stage);
    }
}

/* At the limit the first that is not ready is to blame, and what sockets it has is noted. */
static void never_ready_is_told_at_the_limit(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run:\n"
                "  first: { command: [perl, serve, 8079], ready: listen, stop: TERM }\n"
                "  server: { command: [perl, serve, 8080], ready: { listen: 2 }, stop: TERM }\n"
                "  mute: { command: [sleep, 1000], ready: listen }\n"
                "  client: { " NOTE("client") ", after: [first, server] }\n"
                                              "limits: { time: 5s }\n");
    assert_end(&stage, END_TIMEOUT, "server");
    assert_true(process(&stage, "first")->ready);
    assert_null(strstr(buf_str(&process(&stage, "first")->doing), "not ready"));
    assert_int_equal(process(&stage, "server")->state, RUN_RUNNING);
    assert_int_equal(process(&stage, "server")->serving, 1);
    assert_contains(buf_str(&process(&stage, "server")->doing),
                    "it is not ready; its sockets:\nTCP 127.0.0.1:8080, listening");
    assert_int_equal(process(&stage, "mute")->serving, 0);
    assert_contains(buf_str(&process(&stage, "mute")->doing),
                    "it is not ready; its sockets:\nit has no socket\n");
    assert_int_equal(process(&stage, "client")->state, RUN_WAITING);
    end_stage(&stage);
}

/* --- Stopping --- */

/* `late` has not begun to listen when the last that ends by itself has ended. */
static void nobody_is_stopped_before_it_is_ready(void **state)
{
    (void)state;
    need_run();
    static const char *const lates[] = { "", ", after: server", ", after: client" };
    for (size_t i = 0; i < COUNT(lates); i++) {
        struct stage stage;
        AUTO_FREE char *text = mem_printf(
            "run:\n"
            "  server: { command: [perl, serve, 8080], ready: listen, stop: TERM }\n"
            "  client: { " NOTE("client") ", after: server }\n"
                                          "  late: { command: [perl, serve, 8081, 8082, 8083], "
                                          "ready: { listen: 3 }, stop: TERM%s }\n",
            lates[i]);
        run(&stage, text);
        assert_end(&stage, END_FINISHED, NULL);
        assert_true(process(&stage, "late")->ready);
        assert_true(process(&stage, "late")->told);
        end_stage(&stage);
    }
}

/* How SERVER, stopped by TERM when it has made the file `up`, ends the run. */
static const struct {
    const char *script, *expect;
    enum end end;
    int status, signal;
} stopped_ends[] = {
    { ": >up; " EVER, "", END_FINISHED, 0, SIGTERM },
    { "trap \"exit 0\" TERM; : >up; " EVER, "", END_FINISHED, 0, 0 },
    { "trap \"exit 3\" TERM; : >up; " EVER, "", END_UNEXPECTED, 3, 0 },
    { "trap \"exit 3\" TERM; : >up; " EVER, "expect: { server: 3 }\n", END_FINISHED, 3, 0 },
    { "trap \"kill -KILL $$\" TERM; : >up; " EVER, "", END_UNEXPECTED, 0, SIGKILL },
    /* Where it is said how it ends, it must end so. */
    { ": >up; " EVER, "expect: { server: 0 }\n", END_UNEXPECTED, 0, SIGTERM },
    { ": >up; " EVER, "expect: { server: { signal: TERM } }\n", END_FINISHED, 0, SIGTERM },
    { "trap \"exit 0\" TERM; : >up; " EVER, "expect: { server: { signal: TERM } }\n",
      END_UNEXPECTED, 0, 0 },
};

static void the_end_by_a_stop_must_be_a_good_one(void **state)
{
    (void)state;
    need_run();
    for (size_t i = 0; i < COUNT(stopped_ends); i++) {
        struct stage stage;
        AUTO_FREE char *text =
            mem_printf("run:\n"
                       "  server: { " SH("%s") ", stop: TERM }\n"
                                               "  client: { " SH(AWAIT("up")) " }\n%s",
                       stopped_ends[i].script, stopped_ends[i].expect);
        run(&stage, text);
        assert_end(&stage, stopped_ends[i].end,
                   stopped_ends[i].end == END_FINISHED ? NULL : "server");
        assert_true(process(&stage, "server")->told);
        assert_true(process(&stage, "server")->state == RUN_ENDED ||
                    process(&stage, "server")->left);
        assert_int_equal(process(&stage, "server")->status, stopped_ends[i].status);
        assert_int_equal(process(&stage, "server")->signal, stopped_ends[i].signal);
        assert_false(process(&stage, "client")->told);
        end_stage(&stage);
    }
}

/* To be killed by that signal is fine only where it was snip that sent it. */
static void its_stop_from_another_is_a_failure(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run:\n"
                "  server: { " SH("kill -TERM $$") ", stop: TERM }\n"
                                                   "  client: { command: [sleep, 1000] }\n");
    assert_end(&stage, END_UNEXPECTED, "server");
    assert_int_equal(process(&stage, "server")->signal, SIGTERM);
    assert_false(process(&stage, "server")->told);
    end_stage(&stage);
}

static void who_ignores_its_stop_meets_the_limit(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run:\n"
                "  server: { " SH("trap : TERM; : >up; " EVER) ", stop: TERM }\n"
                                                               "  client: { " SH(AWAIT(
                                                                   "up")) " }\n"
                                                                          "limits: { time: 3s }\n");
    assert_end(&stage, END_TIMEOUT, NULL);
    assert_int_equal(process(&stage, "server")->state, RUN_RUNNING);
    assert_true(process(&stage, "server")->told);
    assert_int_equal(process(&stage, "client")->state, RUN_ENDED);
    end_stage(&stage);
}

/* --- Other ends --- */

/* What the others do is noted before they are killed. */
static void the_first_wrong_end_ends_the_run(void **state)
{
    (void)state;
    need_run();
    static const char *const wrong[] = { "exit 3", "kill -SEGV $$" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct stage stage;
        AUTO_FREE char *text = mem_printf(
            "run:\n"
            "  server: { command: [perl, serve, 8080], ready: listen, stop: TERM }\n"
            "  alice: { " SH("echo said; %s") ", after: server }\n"
                                              "  bob: { " NOTE("bob") ", after: alice }\n",
            wrong[i]);
        run(&stage, text);
        assert_end(&stage, END_UNEXPECTED, "alice");
        assert_output(&stage, "alice", "said\n");
        assert_int_equal(process(&stage, "server")->state, RUN_RUNNING);
        assert_false(process(&stage, "server")->told);
        assert_contains(buf_str(&process(&stage, "server")->doing), "pid 20001");
        assert_int_equal(process(&stage, "bob")->state, RUN_WAITING);
        end_stage(&stage);
    }
}

static void what_stands_still_is_noted(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run:\n"
                "  halted: { " SH("kill -STOP $$") " }\n"
                                                   "  next: { " NOTE(
                                                       "next") ", after: halted }\n"
                                                               "  done: { command: ['true'] }\n"
                                                               "limits: { time: 3s }\n");
    assert_end(&stage, END_TIMEOUT, NULL);
    assert_int_equal(process(&stage, "halted")->state, RUN_RUNNING);
    assert_int_equal(process(&stage, "halted")->stopped, SIGSTOP);
    assert_int_equal(process(&stage, "next")->state, RUN_WAITING);
    assert_int_equal(process(&stage, "next")->stopped, 0);
    assert_int_equal(process(&stage, "done")->state, RUN_ENDED);
    end_stage(&stage);
}

/* Though others have printed before, it is who prints the byte too many. */
static void a_flood_has_a_culprit(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage,
        "run:\n"
        "  quiet: { " SH("printf %60s x; : >up; " EVER) " }\n"
                                                        "  loud: { " SH(AWAIT(
                                                            "up") "sleep 0.2; printf %60s "
                                                                  "x; " EVER) " }\n"
                                                                              "limits: { output: "
                                                                              "100 }\n");
    assert_end(&stage, END_FLOOD, "loud");
    assert_int_equal(process(&stage, "quiet")->output.len, 60);
    assert_int_equal(process(&stage, "quiet")->state, RUN_RUNNING);
    end_stage(&stage);
}

/* --- The machine --- */

/* The child of this process, of which there is one. */
static pid_t only_child(void)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    struct err err = { 0 };
    AUTO_FREE char *path = mem_printf("/proc/self/task/%d/children", (int)getpid());
    assert_true(fs_read(path, 1000, &text, &err));
    pid_t pid = (pid_t)strtol(buf_str(&text), NULL, 10);
    assert_true(pid > 1);
    return pid;
}

static void killed_from_outside_it_is_told(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    start(&stage, "run: { a: { command: [sleep, 1000] } }\n");
    assert_int_equal(kill(only_child(), SIGKILL), 0);
    run_to_end(&stage);
    assert_end(&stage, END_UNBOXED, NULL);
    assert_int_equal(run_result(stage.run)->err.kind, ERR_FALSE);
    assert_contains(run_result(stage.run)->err.text, "killed from outside");
    end_stage(&stage);
}

/* Sets how many descriptors may be open; returns how many might be. */
static rlim_t set_descriptors(rlim_t count)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = count;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    return before;
}

/* That snip cannot look says nothing of the snippet. */
static void without_descriptors_it_is_the_machine(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    start(&stage, "run:\n"
                  "  server: { command: [perl, serve, 8080], ready: { listen: 2 } }\n"
                  "  client: { " NOTE("client") ", after: server }\n");
    while (process(&stage, "server")->serving == 0)
        step(&stage);
    rlim_t before = set_descriptors(0);
    run_to_end(&stage);
    set_descriptors(before);
    assert_end(&stage, END_UNBOXED, NULL);
    assert_int_equal(run_result(stage.run)->err.kind, ERR_SYSTEM);
    assert_contains(run_result(stage.run)->err.text, "Too many open files");
    end_stage(&stage);
}

static void what_cannot_be_started_is_never_done(void **state)
{
    (void)state;
    struct stage stage;
    struct err err = { 0 };
    struct run_programs programs = { 0 };
    const struct buf none = BUF_INIT;
    for (int i = 0; i < 200; i++)
        vec_push(&programs, ((struct run_program){ "a.c", &none }));
    assert_false(start_with(&stage, "run: { a: { command: ['true'] } }\n", &programs, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "files");
    assert_int_equal(stage.done, 0);
    err_release(&err);
    vec_release(&programs);
    end_stage(&stage);
}

/* --- Killing it --- */

/* A run with all that one can have: waiting, ready and not, stopped, ended. */
static const char busy[] =
    "run:\n"
    "  server: { command: [perl, serve, 8080], ready: listen, stop: TERM }\n"
    "  client: { " NOTE("client") ", after: server }\n"
                                  "  other: { " SH("sleep 0.05 & echo other") " }\n";

/* After the first event, the second … it is killed, or freed. It is over once, or never. */
static void it_can_be_killed_at_any_moment(void **state)
{
    (void)state;
    need_run();
    for (int moment = 0, ended = 0; !ended; moment++) {
        struct stage stage;
        start(&stage, busy);
        for (int i = 0; i < moment && !stage.done; i++)
            step(&stage);
        ended = stage.done;
        if (!ended && moment % 2) {
            run_kill(stage.run);
            run_kill(stage.run);
            run_to_end(&stage);
            enum end end = run_result(stage.run)->end;
            assert_true(end == END_KILLED || end == END_FINISHED);
            assert_int_equal(stage.done, 1);
        }
        end_stage(&stage);
    }
    run_free(NULL);
}

/* Once it is decided how a run ends, killing it does not change that. */
static void killing_what_is_over_changes_nothing(void **state)
{
    (void)state;
    need_run();
    struct stage stage;
    run(&stage, "run: { a: { " SH("exit 3") " } }\n");
    run_kill(stage.run);
    assert_end(&stage, END_UNEXPECTED, "a");
    end_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_waits_for_what_it_is_after),
        cmocka_unit_test(the_last_of_several_starts_it),
        cmocka_unit_test(ready_is_who_has_as_many_sockets),
        cmocka_unit_test(those_after_nothing_run_at_once),
        cmocka_unit_test(long_chains_go_link_by_link),
        cmocka_unit_test(ending_before_it_is_ready_is_a_failure),
        cmocka_unit_test(never_ready_is_told_at_the_limit),
        cmocka_unit_test(nobody_is_stopped_before_it_is_ready),
        cmocka_unit_test(the_end_by_a_stop_must_be_a_good_one),
        cmocka_unit_test(its_stop_from_another_is_a_failure),
        cmocka_unit_test(who_ignores_its_stop_meets_the_limit),
        cmocka_unit_test(the_first_wrong_end_ends_the_run),
        cmocka_unit_test(what_stands_still_is_noted),
        cmocka_unit_test(a_flood_has_a_culprit),
        cmocka_unit_test(killed_from_outside_it_is_told),
        cmocka_unit_test(without_descriptors_it_is_the_machine),
        cmocka_unit_test(what_cannot_be_started_is_never_done),
        cmocka_unit_test(it_can_be_killed_at_any_moment),
        cmocka_unit_test(killing_what_is_over_changes_nothing),
    };
    return cmocka_run_group_tests_name("run order", tests, set_up, tear_down);
}
