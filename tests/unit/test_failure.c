/* engine/work/failure: the words for what went wrong, of runs and compilations made up here. */
#include "told.h"

#include <signal.h>

#include "engine/work/failure.h"
#include "engine/work/failurerepeat.h"
#include "engine/work/failurerun.h"

/* What the kernel gave out. */
static const struct mask_facts facts = { { 32768, 60999 }, { 20001, 20010 }, { 1, 0 }, { 0 } };

/* How a process is when a run is over; zero is as in most. */
struct seen {
    enum run_state state;
    int status, signal, stopped;
    bool told;
    size_t serving;
    const char *output, *doing; /* NULL: nothing */
};

/* The snippet `s`, a folder with the manifest MANIFEST, shown by two posts. */
static struct plan project_of(const char *manifest)
{
    PROJECT({ "snippets/s/snippet.yml", manifest },
            { "_posts/a.md", "<!-- snip output s -->\n<!-- /snip -->\n" },
            { "_posts/b.md", "b\n\n<!-- snip output s -->\n<!-- /snip -->\n" });
    struct plan plan = load();
    vec_each (e, &plan.snippets.v[0].errs)
        fail_msg("%s:%d: %s", e->file, e->line, e->text);
    return plan;
}

/* How a run ended: END because of CULPRIT (-1: of nobody), its processes as SEEN. */
struct ending {
    enum end end;
    int culprit;
    const struct seen *seen;
};

static struct run_result result_of(const struct plan *plan, const struct ending *ending)
{
    struct run_result result = { .end = ending->end,
                                 .culprit = ending->culprit < 0 ? 0 : (size_t)ending->culprit,
                                 .has_culprit = ending->culprit >= 0 };
    const struct process_specs *specs = &plan->snippets.v[0].manifest.processes;
    for (size_t i = 0; i < specs->n; i++) {
        const struct seen *seen = &ending->seen[i];
        struct run_process *p = vec_add(&result.processes);
        *p = (struct run_process){ .state = seen->state,
                                   .told = seen->told,
                                   .serving = seen->serving,
                                   .status = seen->status,
                                   .signal = seen->signal,
                                   .stopped = seen->stopped };
        buf_adds(&p->output, seen->output ? seen->output : "");
        buf_adds(&p->doing, seen->doing ? seen->doing : "");
    }
    return result;
}

/* Holds that the run of PLAN's snippet, which is freed, is told as EXPECTED. */
static void assert_told(struct plan plan, struct ending ending, const char *expected)
{
    struct errs faults = { 0 };
    struct run_result result = result_of(&plan, &ending);
    failure_run(&faults, &plan.snippets.v[0], &result, &facts);
    assert_int_equal(faults.n, 1);
    assert_int_equal(faults.v[0].kind, ERR_FALSE);
    assert_printed(&faults, expected);
    run_result_release(&result);
    plan_release(&plan);
}

#define ENDING(END, CULPRIT, ...)                                                                  \
    ((struct ending){ END, CULPRIT, (const struct seen[]){ __VA_ARGS__ } })

#define WAITING                                                                                    \
    {                                                                                              \
        .state = RUN_WAITING                                                                       \
    }
#define ENDED(STATUS, TEXT)                                                                        \
    {                                                                                              \
        .state = RUN_ENDED, .status = STATUS, .output = TEXT                                       \
    }
#define KILLED(NUMBER)                                                                             \
    {                                                                                              \
        .state = RUN_ENDED, .signal = NUMBER                                                       \
    }

/* A server, stopped in the end, and two that wait for it. */
static const char talk[] = "run:\n"
                           "  server: { command: ['true', 8080], ready: listen, stop: TERM }\n"
                           "  alice: { command: ['false', alice], after: server }\n"
                           "  bob: { command: ['false', bob], after: alice }\n";

/* It with more keys. */
static struct plan talk_and(const char *rest)
{
    AUTO_FREE char *text = mem_printf("%s%s", talk, rest);
    return project_of(text);
}

/* --- Ends --- */

static void wrong_ends_name_what_was_expected(void **state)
{
    (void)state;
    assert_told(single_of("title: x\n"), ENDING(END_UNEXPECTED, 0, ENDED(3, "why\n")),
                "snippets/s.c: `s` ended with status 3; expected status 0\n"
                "  | $ ./s\n"
                "  | why\n");
    assert_told(single_of("title: x\nexpect: 4\n"), ENDING(END_UNEXPECTED, 0, ENDED(0, NULL)),
                "snippets/s.yml:2: `s` ended with status 0; expected status 4\n"
                "  | $ ./s\n"
                "  | (it printed nothing)\n");
    assert_told(single_of("expect: { signal: PIPE }\n"), ENDING(END_UNEXPECTED, 0, KILLED(SIGSEGV)),
                "snippets/s.yml:1: `s` was killed by SIGSEGV; expected to be killed by SIGPIPE\n"
                "  | $ ./s\n"
                "  | (it printed nothing)\n");
    assert_told(single_of("run: { s: }\n"), ENDING(END_UNEXPECTED, 0, KILLED(SIGABRT)),
                "snippets/s.yml:1: `s` was killed by SIGABRT; expected status 0\n"
                "  | $ ./s\n"
                "  | (it printed nothing)\n");
}

static void real_time_signals_have_names(void **state)
{
    (void)state;
    assert_told(single_of("title: x\n"), ENDING(END_UNEXPECTED, 0, KILLED(SIGRTMIN + 1)),
                "snippets/s.c: `s` was killed by SIGRTMIN+1; expected status 0\n"
                "  | $ ./s\n"
                "  | (it printed nothing)\n");
}

/* The culprit comes first; how the others were is said below what they printed. */
static void each_process_is_shown(void **state)
{
    (void)state;
    assert_told(talk_and("expect:\n  alice: 2\n"),
                ENDING(END_UNEXPECTED, 1,
                       { .state = RUN_RUNNING,
                         .output = "no newline",
                         .doing = "pid 20001 waits in accept(2)\npid 20003 runs\n" },
                       ENDED(1, "cut"), WAITING),
                "snippets/s/snippet.yml:6: `alice` ended with status 1; expected status 2\n"
                "  | alice$ false alice\n"
                "  | cut\n"
                "  | server$ true 8080\n"
                "  | no newline\n"
                "  | (still running)\n"
                "  |   pid 20001 waits in accept(2)\n"
                "  |   pid 20003 runs\n"
                "  | bob$ false bob\n"
                "  | (it was not started)\n"
                "  `server` was not ready yet; should it wait for that: after: server; shown at "
                "_posts/a.md:1, _posts/b.md:3\n");
}

/* Ends that are no failure, but of interest beside one. */
static void ends_of_the_others_are_told(void **state)
{
    (void)state;
    assert_told(talk_and("expect: { alice: 5 }\n"),
                ENDING(END_UNEXPECTED, 2, KILLED(SIGTERM), ENDED(5, "x\n"), ENDED(1, "y\n")),
                "snippets/s/snippet.yml:4: `bob` ended with status 1; expected status 0\n"
                "  | bob$ false bob\n"
                "  | y\n"
                "  | server$ true 8080\n"
                "  | (it printed nothing)\n"
                "  | (it was killed by SIGTERM)\n"
                "  | alice$ false alice\n"
                "  | x\n"
                "  | (it ended with status 5)\n"
                "  shown at _posts/a.md:1, _posts/b.md:3\n");
}

static void ending_before_it_was_ready(void **state)
{
    (void)state;
    /* Where it is expected to end with 3, that line is not what it broke. */
    assert_told(talk_and("expect: { server: 3 }\n"),
                ENDING(END_NOT_READY, 0, ENDED(3, "in use\n"), WAITING, WAITING),
                "snippets/s/snippet.yml:2: `server` ended with status 3 before it was ready\n"
                "  | server$ true 8080\n"
                "  | in use\n"
                "  | alice$ false alice\n"
                "  | (it was not started)\n"
                "  | bob$ false bob\n"
                "  | (it was not started)\n"
                "  shown at _posts/a.md:1, _posts/b.md:3\n");
    assert_told(project_of("run:\n  a: { command: ['true'], ready: listen }\n"),
                ENDING(END_NOT_READY, 0, KILLED(SIGKILL)),
                "snippets/s/snippet.yml:2: `a` was killed by SIGKILL before it was ready\n"
                "  | $ true\n"
                "  | (it printed nothing)\n"
                "  shown at _posts/a.md:1, _posts/b.md:3\n");
}

/* Nothing that a program prints can break the report. */
static void output_is_made_visible(void **state)
{
    (void)state;
    assert_told(single_of("title: x\n"), ENDING(END_UNEXPECTED, 0, ENDED(1, "\033[2J\a한\xff")),
                "snippets/s.c: `s` ended with status 1; expected status 0\n"
                "  | $ ./s\n"
                "  | \\x1B[2J\\x07한\\xFF\n");
}

/* --- The limits --- */

static void never_ready_says_what_was_there(void **state)
{
    (void)state;
    static const struct {
        const char *ready, *text;
        size_t serving;
    } cases[] = {
        { "listen", "it had no listening or bound socket", 0 },
        { "{ listen: 3 }", "it had 0 listening or bound sockets, not 3", 0 },
        { "{ listen: 3 }", "it had 1 listening or bound socket, not 3", 1 },
        { "{ listen: 3 }", "it had 2 listening or bound sockets, not 3", 2 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *manifest = mem_printf("run:\n  a: { command: ['true'], ready: %s }\n"
                                              "  b: { command: ['true'], after: a }\n"
                                              "limits: { time: 1500ms }\n",
                                              cases[i].ready);
        AUTO_FREE char *expected = mem_printf(
            "snippets/s/snippet.yml:2: `a` was not ready at the time limit of 1.5 s: %s\n"
            "  | a$ true\n"
            "  | (it printed nothing)\n"
            "  | (still running)\n"
            "  |   it is not ready; its sockets:\n"
            "  | b$ true\n"
            "  | (it was not started)\n"
            "  shown at _posts/a.md:1, _posts/b.md:3\n",
            cases[i].text);
        assert_told(project_of(manifest),
                    ENDING(END_TIMEOUT, 0,
                           { .state = RUN_RUNNING,
                             .serving = cases[i].serving,
                             .doing = "it is not ready; its sockets:\n" },
                           WAITING),
                    expected);
    }
}

/* One process: it is its own limit, and where it waited is shown. */
static void late_ones_say_where_they_wait(void **state)
{
    (void)state;
    assert_told(single_of("title: x\n"),
                ENDING(END_TIMEOUT, -1,
                       { .state = RUN_RUNNING,
                         .output = "begun\n",
                         .doing = "pid 20001 waits in accept(2) on descriptor 3\n" }),
                "snippets/s.c: `s` was still running at its time limit of 15 s\n"
                "  | $ ./s\n"
                "  | begun\n"
                "  | (still running)\n"
                "  |   pid 20001 waits in accept(2) on descriptor 3\n"
                "  should it take that much: limits: { time: 30s } in snippets/s.yml\n");
    /* Of which nothing is known, because it had begun just then. */
    assert_told(single_of("title: x\n"), ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING }),
                "snippets/s.c: `s` was still running at its time limit of 15 s\n"
                "  | $ ./s\n"
                "  | (it printed nothing)\n"
                "  should it take that much: limits: { time: 30s } in snippets/s.yml\n");
}

/* One that is to be stopped, and was not told yet, is not late; the line is that of the first. */
static void several_late_ones_are_named(void **state)
{
    (void)state;
    assert_told(project_of("run:\n"
                           "  server: { command: ['true'], ready: listen, stop: TERM }\n"
                           "  alice: { command: ['true'], after: server }\n"
                           "  bob: { command: ['true'], after: server }\n"
                           "limits: { time: 10s }\n"),
                ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING }, { .state = RUN_RUNNING },
                       { .state = RUN_RUNNING, .output = "x\n" }),
                "snippets/s/snippet.yml:3: `alice`, `bob` were still running at the time limit of "
                "10 s\n"
                "  | server$ true\n"
                "  | (it printed nothing)\n"
                "  | (still running)\n"
                "  | alice$ true\n"
                "  | (it printed nothing)\n"
                "  | (still running)\n"
                "  | bob$ true\n"
                "  | x\n"
                "  | (still running)\n"
                "  should it take that much: limits: { time: 30s } in snippets/s/snippet.yml; "
                "shown at _posts/a.md:1, _posts/b.md:3\n");
}

static void who_ignores_its_stop_is_late(void **state)
{
    (void)state;
    assert_told(talk_and(""),
                ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING, .told = true }, ENDED(0, "a\n"),
                       ENDED(0, "b\n")),
                "snippets/s/snippet.yml:2: `server` was still running at the time limit of 15 s\n"
                "  | server$ true 8080\n"
                "  | (it printed nothing)\n"
                "  | (still running after its `stop`)\n"
                "  | alice$ false alice\n"
                "  | a\n"
                "  | bob$ false bob\n"
                "  | b\n"
                "  SIGTERM did not end it: let it, or stop it with one that does: stop: KILL; "
                "shown at _posts/a.md:1, _posts/b.md:3\n");
}

/* What others waited for is a server, and nobody tells it to end: more time would not help. */
static void servers_are_to_be_told(void **state)
{
    (void)state;
    static const char servers[] = "run:\n"
                                  "  a: { command: ['true'], ready: listen }\n"
                                  "  b: { command: ['true'], ready: listen, stop: TERM }\n"
                                  "  c: { command: ['true'], after: [a, b] }\n";
    assert_told(
        project_of(servers),
        ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING, .output = "pid 20001\n" },
               { .state = RUN_RUNNING, .output = "at 12:34:56\n" }, ENDED(0, "c\n")),
        "snippets/s/snippet.yml:2: `a` was still running at the time limit of 15 s\n"
        "  | a$ true\n"
        "  | pid 20001\n"
        "  | (still running)\n"
        "  | b$ true\n"
        "  | at 12:34:56\n"
        "  | (still running)\n"
        "  | c$ true\n"
        "  | c\n"
        "  should it serve until the others have ended: stop: TERM; what varies from run to "
        "run: mask: [pid, time]; shown at "
        "_posts/a.md:1, _posts/b.md:3\n");
}

/* The time limit may come between the last end and the signals of `stop`. */
static void nobody_may_be_late(void **state)
{
    (void)state;
    assert_told(talk_and(""),
                ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING, .output = "up\n" }, ENDED(0, "a\n"),
                       ENDED(0, "b\n")),
                "snippets/s/snippet.yml:2: it was still running at the time limit of 15 s\n"
                "  | server$ true 8080\n"
                "  | up\n"
                "  | (still running)\n"
                "  | alice$ false alice\n"
                "  | a\n"
                "  | bob$ false bob\n"
                "  | b\n"
                "  should it take that much: limits: { time: 30s } in snippets/s/snippet.yml; "
                "shown at _posts/a.md:1, _posts/b.md:3\n");
}

/* More time would not help the one that a signal has stopped. */
static void the_only_one_left_may_be_stopped(void **state)
{
    (void)state;
    static const char halted[] = "run:\n  a: { command: ['true'] }\n  b: { command: ['true'] }\n";
    assert_told(
        project_of(halted),
        ENDING(END_TIMEOUT, -1, ENDED(0, "x\n"), { .state = RUN_RUNNING, .stopped = SIGTTIN }),
        "snippets/s/snippet.yml:3: `b` was stopped by SIGTTIN and did nothing until its "
        "time limit of 15 s\n"
        "  | a$ true\n"
        "  | x\n"
        "  | b$ true\n"
        "  | (it printed nothing)\n"
        "  | (still running)\n"
        "  shown at _posts/a.md:1, _posts/b.md:3\n");
    assert_told(project_of(halted),
                ENDING(END_TIMEOUT, -1, { .state = RUN_RUNNING, .output = "x\n" },
                       { .state = RUN_RUNNING, .stopped = SIGSTOP }),
                "snippets/s/snippet.yml:2: `a`, `b` were still running at the time limit of 15 s\n"
                "  | a$ true\n"
                "  | x\n"
                "  | (still running)\n"
                "  | b$ true\n"
                "  | (it printed nothing)\n"
                "  | (still running)\n"
                "  should it take that much: limits: { time: 30s } in snippets/s/snippet.yml; "
                "shown at _posts/a.md:1, _posts/b.md:3\n");
}

/* --- Floods --- */

static void floods_show_both_ends(void **state)
{
    (void)state;
    struct buf output = BUF_INIT;
    for (int i = 1; i <= 100; i++)
        buf_printf(&output, "line %d\n", i);
    assert_told(single_of("limits: { output: 700 }\n"),
                ENDING(END_FLOOD, 0, { .state = RUN_RUNNING, .output = buf_str(&output) }),
                "snippets/s.c: `s` printed more than the output limit of 700 bytes\n"
                "  | $ ./s\n"
                "  | line 1\n  | line 2\n  | line 3\n  | line 4\n  | line 5\n"
                "  | line 6\n  | line 7\n  | line 8\n  | line 9\n  | line 10\n"
                "  | … 640 bytes …\n"
                "  | line 91\n  | line 92\n  | line 93\n  | line 94\n  | line 95\n"
                "  | line 96\n  | line 97\n  | line 98\n  | line 99\n  | line 100\n"
                "  should it take that much: limits: { output: 1M } in snippets/s.yml\n");
    buf_release(&output);
}

/* What is short is shown whole; what is one line is cut by bytes. */
static void floods_of_few_lines(void **state)
{
    (void)state;
    assert_told(single_of("limits: { output: 5 }\n"),
                ENDING(END_FLOOD, 0, { .state = RUN_RUNNING, .output = "a\nb\nc\n" }),
                "snippets/s.c: `s` printed more than the output limit of 5 bytes\n"
                "  | $ ./s\n  | a\n  | b\n  | c\n"
                "  should it take that much: limits: { output: 1M } in snippets/s.yml\n");
    char line[10001];
    memset(line, 'x', sizeof(line) - 1);
    line[sizeof(line) - 1] = '\0';
    struct plan plan = single_of("limits: { output: 10000 }\n");
    struct errs faults = { 0 };
    struct ending ending = ENDING(END_FLOOD, 0, { .state = RUN_RUNNING, .output = line });
    struct run_result result = result_of(&plan, &ending);
    failure_run(&faults, &plan.snippets.v[0], &result, &facts);
    assert_contains(faults.v[0].detail, "x\n… 5904 bytes …\nx");
    assert_int_equal(strcspn(faults.v[0].detail + strlen("$ ./s\n"), "\n"), 2048);
    errs_release(&faults);
    run_result_release(&result);
    plan_release(&plan);
}

/* The line is one of the manifest, of one file too. */
static void floods_are_at_their_process(void **state)
{
    (void)state;
    static const struct seen seen[] = { { .state = RUN_RUNNING, .output = "x\n" },
                                        { .state = RUN_RUNNING, .output = "yyyyy\n" } };
    struct ending ending = { END_FLOOD, 1, seen };
    assert_told(single_of("run:\n  s: {}\n  t: { source: s.c }\nlimits: { output: 7 }\n"), ending,
                "snippets/s.yml:3: `t` printed more than the output limit of 7 bytes\n"
                "  | t$ ./s\n  | yyyyy\n  | (still running)\n"
                "  | s$ ./s\n  | x\n  | (still running)\n"
                "  should it take that much: limits: { output: 1M } in snippets/s.yml\n");
    assert_told(project_of("run:\n  a: { command: ['true'] }\n  b: { command: ['true'] }\n"
                           "limits: { output: 7 }\n"),
                ending,
                "snippets/s/snippet.yml:3: `b` printed more than the output limit of 7 bytes\n"
                "  | b$ true\n  | yyyyy\n  | (still running)\n"
                "  | a$ true\n  | x\n  | (still running)\n"
                "  should it take that much: limits: { output: 1M } in snippets/s/snippet.yml; "
                "shown at _posts/a.md:1, _posts/b.md:3\n");
}

/* --- Repeating --- */

/* What process 0 of a run gave, and the ports it may have had. */
static struct record_process said(const char *output)
{
    return (struct record_process){ .name = (char *)(uintptr_t) "s",
                                    .output = (char *)(uintptr_t)output };
}

/* Holds that two runs of the snippet with MANIFEST that went as A and B are told as EXPECTED. */
static void assert_repeat(const char *manifest, struct record_process a, struct record_process b,
                          const char *expected)
{
    struct record_processes first = { &a, 1, 1 }, second = { &b, 1, 1 };
    struct plan plan = single_of(manifest);
    struct errs faults = { 0 };
    const struct aparts none = { 0 };
    failure_repeat(&faults, &plan.snippets.v[0], &(struct outcome){ &first, &facts },
                   &(struct outcome){ &second, &facts }, &none);
    assert_printed(&faults, expected);
    plan_release(&plan);
}

static void what_varies_is_shown_with_a_mend(void **state)
{
    (void)state;
    assert_repeat("title: x\n", said("same\n"), said("same\n"), "");
    assert_repeat(
        "title: x\n", said("a\nb 1\n"), said("a\nb 2\n"),
        "snippets/s.c: `s` does not repeat: two runs differ at line 2 of its output\n"
        "  | @@ -1,2 +1,2 @@\n"
        "  |  a\n"
        "  | -b 1\n"
        "  | +b 2\n"
        "  print nothing that varies (pids, inodes, times, addresses, ephemeral ports), or "
        "mask it by one of your own: { name: NAME, match: 'PATTERN' } in snippets/s.yml\n");
    assert_repeat(
        "title: x\n", said("a\nb\nb\n"), said("b\na\nb\n"),
        "snippets/s.c: `s` does not repeat: its lines follow the order in which processes run\n"
        "  | @@ -1,3 +1,3 @@\n"
        "  | -a\n"
        "  |  b\n"
        "  | +a\n"
        "  |  b\n"
        "  the lines are the same in another order: let one thing wait for the other; "
        "where the kernel promises none: unordered: true\n");
    /* One line more, or twice the one and not the other, is no other order. */
    assert_repeat(
        "title: x\n", said("a\n"), said("a\na\n"),
        "snippets/s.c: `s` does not repeat: two runs differ at line 2 of its output\n"
        "  | @@ -1,1 +1,2 @@\n"
        "  |  a\n"
        "  | +a\n"
        "  print nothing that varies (pids, inodes, times, addresses, ephemeral ports), or "
        "mask it by one of your own: { name: NAME, match: 'PATTERN' } in snippets/s.yml\n");
}

static void masks_are_suggested(void **state)
{
    (void)state;
    assert_repeat("title: x\n", said("from 40001\n"), said("from 40002\n"),
                  "snippets/s.c: `s` does not repeat: two runs differ at line 1 of its output\n"
                  "  | @@ -1,1 +1,1 @@\n"
                  "  | -from 40001\n"
                  "  | +from 40002\n"
                  "  mask what varies: mask: [port] in snippets/s.yml\n");
    assert_repeat("mask: [time]\n", said("<time> 40001 20003\n"), said("<time> 40002 20004\n"),
                  "snippets/s.c: `s` does not repeat: two runs differ at line 1 of its output\n"
                  "  | @@ -1,1 +1,1 @@\n"
                  "  | -<time> 40001 20003\n"
                  "  | +<time> 40002 20004\n"
                  "  mask that too: add port, pid to `mask` in snippets/s.yml\n");
}

static void ends_must_repeat_too(void **state)
{
    (void)state;
    /* As expected both: it ended by itself, or its `stop` ended it. */
    static const char text[] =
        "snippets/s.c: `s` does not repeat: in one run it ended with status 0, in another its "
        "`stop` came before that\n"
        "  leave `stop` out where it ends by itself; where it serves: ready: listen\n";
    char again[] = "TERM";
    struct record_process zero = said("x\n"), term = zero, term2 = zero;
    term.signal = (char *)(uintptr_t) "TERM";
    term2.signal = again;
    assert_repeat("title: x\n", zero, term, text);
    assert_repeat("title: x\n", term, zero, text);
    assert_repeat("title: x\n", term, term2, "");
}

/* --- Masks, files --- */

static void idle_masks_are_named(void **state)
{
    (void)state;
    struct plan plan = single_of("mask:\n  - port\n  - pid\n  - { name: token, match: 'x+' }\n");
    struct errs faults = { 0 };
    failure_masks(&faults, &plan.snippets.v[0], (const bool[]){ true, true, true });
    assert_int_equal(faults.n, 0);
    failure_masks(&faults, &plan.snippets.v[0], (const bool[]){ false, true, false });
    assert_printed(&faults, "snippets/s.yml:2: the mask `port` matched nothing that was printed\n"
                            "  take it out, or correct it\n"
                            "snippets/s.yml:4: the mask `token` matched nothing that was printed\n"
                            "  take it out, or correct it\n");
    plan_release(&plan);
}

static void changes_meanwhile_are_of_the_machine(void **state)
{
    (void)state;
    struct errs faults = { 0 };
    failure_changed(&faults, "snippets/s.c");
    assert_int_equal(faults.v[0].kind, ERR_SYSTEM);
    assert_printed(&faults,
                   "snippets/s.c: was changed while snip ran, so nothing of it is written\n"
                   "  run snip again\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_ends_name_what_was_expected),
        cmocka_unit_test(real_time_signals_have_names),
        cmocka_unit_test(each_process_is_shown),
        cmocka_unit_test(ends_of_the_others_are_told),
        cmocka_unit_test(ending_before_it_was_ready),
        cmocka_unit_test(output_is_made_visible),
        cmocka_unit_test(never_ready_says_what_was_there),
        cmocka_unit_test(late_ones_say_where_they_wait),
        cmocka_unit_test(several_late_ones_are_named),
        cmocka_unit_test(who_ignores_its_stop_is_late),
        cmocka_unit_test(servers_are_to_be_told),
        cmocka_unit_test(nobody_may_be_late),
        cmocka_unit_test(the_only_one_left_may_be_stopped),
        cmocka_unit_test(floods_show_both_ends),
        cmocka_unit_test(floods_of_few_lines),
        cmocka_unit_test(floods_are_at_their_process),
        cmocka_unit_test(what_varies_is_shown_with_a_mend),
        cmocka_unit_test(masks_are_suggested),
        cmocka_unit_test(ends_must_repeat_too),
        cmocka_unit_test(idle_masks_are_named),
        cmocka_unit_test(changes_meanwhile_are_of_the_machine),
    };
    return cmocka_run_group_tests_name("failure", tests, set_up, tear_down);
}
