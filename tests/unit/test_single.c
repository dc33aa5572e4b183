/* box/box: single programs run to their end, fed, captured, limited. Needs namespaces. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "box/box.h"

static const char *const environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL };

enum {
    LONG_MS = 60000,
    OUTPUT_MAX = 64 << 10,
    LONG_ENOUGH_US = 200000, /* for a program to end; on a machine too slow for it less is tried */
};

static void on_over(struct box *box, void *owner)
{
    (void)box;
    ++*(int *)owner;
}

/* What there is to run. */
struct job {
    struct box_spec box; /* but its programs */
    struct box_program program;
};

static struct job job_of(const char *const *argv)
{
    return (struct job){
        .box = { .workspace = true, .processor = -1, .time_ms = LONG_MS, .output_max = OUTPUT_MAX },
        .program = { .argv = argv, .env = environment, .terminal = true },
    };
}

/* A program under way. */
struct running {
    struct loop loop;
    struct box *box;
    int done;
};

static struct box *start_on(struct loop *loop, const struct job *job, int *done, struct err *err)
{
    struct box_spec spec = job->box;
    spec.programs = &job->program;
    spec.nprograms = 1;
    return box_start_single(loop, &spec, on_over, done, err);
}

static void start(struct running *running, const struct job *job)
{
    struct err err = { 0 };
    *running = (struct running){ .done = 0 };
    assert_true(loop_init(&running->loop, &err));
    running->box = start_on(&running->loop, job, &running->done, &err);
    if (!running->box)
        fail_msg("%s", err.text);
}

static struct box_result *finish(struct running *running)
{
    struct err err = { 0 };
    while (!running->done)
        assert_true(loop_once(&running->loop, &err));
    assert_int_equal(running->done, 1);
    return box_result(running->box);
}

/* Everything that was watched is watched no more, and no child is left. */
static void end(struct running *running)
{
    box_free(running->box);
    assert_int_equal(running->loop.count, 0);
    loop_release(&running->loop);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

#define SHELL(SCRIPT) job_of((const char *const[]){ "/bin/sh", "-c", SCRIPT, NULL })

/* Tells whether boxes can be made here. */
static bool can_box(void)
{
    struct running running = { .done = 0 };
    struct job job = SHELL("exit 0");
    struct err err = { 0 };
    assert_true(loop_init(&running.loop, &err));
    running.box = start_on(&running.loop, &job, &running.done, &err);
    bool can = running.box && finish(&running)->end == END_FINISHED;
    err_release(&err);
    end(&running);
    return can;
}

#define need_box() need(can_box(), "this machine does not let boxes be made (see `snip doctor`)")

/* How the program of BOX ended: its exit status, or the signal that killed it, below 0. One that did not is
 * 0, or its signal where it is stopped. */
static int value_of(struct box *box)
{
    const struct program_result *program = box_program(box, 0);
    return program->stopped               ? program->stopped
           : WIFSIGNALED(program->status) ? -WTERMSIG(program->status)
                                          : WEXITSTATUS(program->status);
}

/* Runs JOB and holds how it ended and, unless it is NULL, the whole of what it printed. */
static void assert_ends(struct job job, enum end how, int value, const char *output)
{
    struct running running;
    start(&running, &job);
    const struct box_result *result = finish(&running);
    if (result->end != how && result->err.text)
        print_error("%s\n", result->err.text);
    assert_int_equal(result->end, how);
    assert_int_equal(value_of(running.box), value);
    if (output)
        assert_string_equal(buf_str(&box_program(running.box, 0)->output), output);
    end(&running);
}

static void exit_status_and_output(void **state)
{
    (void)state;
    need_box();
    assert_ends(SHELL("echo one; echo two"), END_FINISHED, 0, "one\ntwo\n");
    assert_ends(SHELL("exit 3"), END_FINISHED, 3, "");
    assert_ends(SHELL("exit 255"), END_FINISHED, 255, "");
}

static void signals_are_ends(void **state)
{
    (void)state;
    need_box();
    static const int numbers[] = { SIGSEGV, SIGTERM, SIGKILL, SIGINT };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        AUTO_FREE char *script = mem_printf("printf 'no newline'; kill -%d $$", numbers[i]);
        assert_ends(SHELL(script), END_FINISHED, -numbers[i], "no newline");
    }
}

static void order_of_both_streams_is_kept(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("for i in 1 2 3; do echo out $i; echo err $i >&2; done");
    static const char expected[] = "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n";
    assert_ends(job, END_FINISHED, 0, expected);
    job.program.terminal = false;
    assert_ends(job, END_FINISHED, 0, expected);
}

static void terminal_or_pipe(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("for i in 0 1 2; do [ -t $i ] && echo $i; done; stty size <&1; "
                           "(: </dev/tty) 2>/dev/null || echo none");
    assert_ends(job, END_FINISHED, 0, "1\n2\n24 80\nnone\n");
    job = SHELL("for i in 0 1 2; do [ -t $i ] && echo $i; done; true");
    job.program.terminal = false;
    assert_ends(job, END_FINISHED, 0, "");
}

static void environment_is_passed(void **state)
{
    (void)state;
    need_box();
    assert_ends(job_of((const char *const[]){ "/usr/bin/env", NULL }), END_FINISHED, 0,
                "PATH=/usr/bin:/bin\nLC_ALL=C.UTF-8\n");
}

static void without_input_there_is_end_of_file(void **state)
{
    (void)state;
    need_box();
    assert_ends(SHELL("cat; echo $?; [ -p /dev/stdin ] && echo pipe"), END_FINISHED, 0,
                "0\npipe\n");
}

static void much_input_is_fed(void **state)
{
    (void)state;
    need_box();
    enum { SIZE = 1 << 20 };
    AUTO_FREE char *input = mem_alloc(SIZE);
    uint64_t seed = 4711;
    for (size_t i = 0; i < SIZE; i++)
        input[i] = (char)(1 + chance_below(&seed, 255));
    struct job job = SHELL("exec cat");
    job.program.terminal = false;
    job.program.input = input;
    job.program.input_len = SIZE;
    job.box.output_max = SIZE;
    struct running running;
    start(&running, &job);
    const struct box_result *result = finish(&running);
    const struct buf *output = &box_program(running.box, 0)->output;
    assert_int_equal(result->end, END_FINISHED);
    assert_int_equal(output->len, SIZE);
    assert_memory_equal(output->s, input, SIZE);
    end(&running);
}

/* More than a pipe holds, for a program that reads none of it, or closes its end. */
static void unread_input_is_no_matter(void **state)
{
    (void)state;
    need_box();
    enum { SIZE = 1 << 20 };
    AUTO_FREE char *input = mem_alloc(SIZE);
    static const char *const scripts[] = { "echo done", "exec <&-; echo done",
                                           "head -c 1 >/dev/null; exec <&-; sleep 0.05; echo done",
                                           "sleep 0.05; echo done" };
    struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
    sigaction(SIGPIPE, &ignore, &before);
    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct job job = SHELL(scripts[i]);
        job.program.input = input;
        job.program.input_len = SIZE;
        assert_ends(job, END_FINISHED, 0, "done\n");
    }
    sigaction(SIGPIPE, &before, NULL);
}

static void time_limit_ends_it(void **state)
{
    (void)state;
    need_box();
    static const char *const scripts[] = {
        "echo begun; while :; do :; done", "echo begun; exec sleep 1000",
        "trap '' TERM INT HUP QUIT; echo begun; while :; do sleep 1000; done",
        "echo begun; sleep 1000 & wait"
    };
    for (size_t i = 0; i < COUNT(scripts); i++) {
        struct job job = SHELL(scripts[i]);
        job.box.time_ms = 200;
        assert_ends(job, END_TIMEOUT, 0, NULL);
    }
}

static void stopping_itself_is_told(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("kill -STOP $$");
    job.box.time_ms = 1000;
    assert_ends(job, END_TIMEOUT, SIGSTOP, "");
}

static void continued_is_not_stopped(void **state)
{
    (void)state;
    need_box();
    struct job job =
        SHELL("(until grep -q '^State:.T' /proc/$$/status; do :; done; kill -CONT $$) &\n"
              "kill -STOP $$; echo on; exec sleep 1000");
    job.box.time_ms = 3000;
    assert_ends(job, END_TIMEOUT, 0, "on\n");
}

static void flood_is_cut_and_ended(void **state)
{
    (void)state;
    need_box();
    for (int terminal = 0; terminal < 2; terminal++) {
        struct job job = SHELL("exec yes");
        struct running running;
        job.program.terminal = terminal;
        job.box.output_max = 1000;
        start(&running, &job);
        const struct box_result *result = finish(&running);
        const struct buf *output = &box_program(running.box, 0)->output;
        assert_int_equal(result->end, END_FLOOD);
        assert_int_equal(output->len, 1000);
        assert_memory_equal(output->s, "y\ny\ny\n", 6);
        end(&running);
    }
}

static void output_of_just_the_limit_is_none(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("printf 0123456789");
    job.box.output_max = 10;
    assert_ends(job, END_FINISHED, 0, "0123456789");
    job.box.output_max = 9;
    assert_ends(job, END_FLOOD, 0, "012345678");
}

/*
 * Its end and what it printed are there at once. The reports of steps make the messages the first
 * to be read: the end is known before the output.
 */
static void flood_after_the_end_is_a_flood(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("printf 0123456789; exit 4");
    struct running running;
    job.program.terminal = false;
    job.box.output_max = 5;
    job.box.report_steps = true;
    start(&running, &job);
    usleep(LONG_ENOUGH_US);
    const struct box_result *result = finish(&running);
    const struct buf *output = &box_program(running.box, 0)->output;
    assert_string_equal(buf_str(output), "01234");
    enum end how = result->end;
    end(&running);
    assert_int_equal(how, END_FLOOD);
}

/* All is there before the loop turns once: nothing printed before the end is lost. */
static void nothing_before_a_crash_is_lost(void **state)
{
    (void)state;
    need_box();
    for (int terminal = 0; terminal < 2; terminal++) {
        struct job job = SHELL("echo line; printf rest; kill -ABRT $$");
        struct running running;
        job.program.terminal = terminal;
        job.box.report_steps = true;
        start(&running, &job);
        usleep(LONG_ENOUGH_US);
        const struct box_result *result = finish(&running);
        const struct buf *output = &box_program(running.box, 0)->output;
        assert_int_equal(result->end, END_FINISHED);
        assert_int_equal(value_of(running.box), -SIGABRT);
        assert_string_equal(buf_str(output), "line\nrest");
        end(&running);
    }
}

static void child_that_holds_the_terminal_is_killed(void **state)
{
    (void)state;
    need_box();
    assert_ends(SHELL("(trap '' TERM HUP; sleep 1000) & setsid sleep 1000 & echo parent; exit 5"),
                END_FINISHED, 5, "parent\n");
}

static void closed_output_is_not_the_end(void **state)
{
    (void)state;
    need_box();
    assert_ends(SHELL("echo a; exec >&- 2>&-; sleep 0.05; exit 6"), END_FINISHED, 6, "a\n");
}

static void what_cannot_be_executed_is_named(void **state)
{
    (void)state;
    need_box();
    struct job job = job_of((const char *const[]){ "./absent", NULL });
    struct running running;
    start(&running, &job);
    const struct box_result *result = finish(&running);
    assert_int_equal(result->end, END_UNBOXED);
    assert_int_equal(result->err.kind, ERR_SYSTEM);
    assert_contains(result->err.text, "No such file or directory");
    end(&running);
}

static void steps_are_kept(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("exit 0");
    struct running running;
    job.box.report_steps = true;
    start(&running, &job);
    assert_true(finish(&running)->steps & 1U << BOX_LIMITS);
    end(&running);
}

static void killing_ends_it(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("trap '' TERM INT; echo up; sleep 1000");
    struct running running;
    start(&running, &job);
    usleep(LONG_ENOUGH_US);
    box_kill(running.box);
    box_kill(running.box);
    const struct box_result *result = finish(&running);
    const struct buf *output = &box_program(running.box, 0)->output;
    assert_int_equal(result->end, END_KILLED);
    assert_string_equal(buf_str(output), "up\n");
    end(&running);
}

static void freeing_a_running_one_kills_it(void **state)
{
    (void)state;
    need_box();
    struct job job = SHELL("trap '' TERM INT; sleep 1000");
    struct running running;
    start(&running, &job);
    end(&running);
    assert_int_equal(running.done, 0);
    box_free(NULL);
}

static void several_run_in_one_loop(void **state)
{
    (void)state;
    need_box();
    enum { MANY = 8 };
    struct box *boxes[MANY];
    struct job job = SHELL("read line; echo $line; exit 9");
    struct loop loop;
    struct err err = { 0 };
    int done = 0;
    job.program.input = "word\n";
    job.program.input_len = 5;
    assert_true(loop_init(&loop, &err));
    for (int i = 0; i < MANY; i++)
        assert_non_null(boxes[i] = start_on(&loop, &job, &done, &err));
    while (done < MANY)
        assert_true(loop_once(&loop, &err));
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(value_of(boxes[i]), 9);
        assert_string_equal(buf_str(&box_program(boxes[i], 0)->output), "word\n");
        box_free(boxes[i]);
    }
    assert_int_equal(loop.count, 0);
    loop_release(&loop);
}

static int count_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* With each number of descriptors too small it says so, and closes those that it had. How many are
   enough depends on which this test was started with. */
static void want_of_descriptors_is_said(void **state)
{
    (void)state;
    need_box();
    struct rlimit before, few;
    struct err err = { 0 };
    struct loop loop;
    struct job job = SHELL("exit 0");
    struct box *box = NULL;
    int done = 0, next, room = 0;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    assert_true(loop_init(&loop, &err));
    int open_before = count_open();
    assert_true((next = dup(0)) >= 0);
    close(next);
    for (; !box && room < 64; room++) {
        few = (struct rlimit){ (rlim_t)(next + room), before.rlim_max };
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
        box = start_on(&loop, &job, &done, &err);
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
        if (box)
            break;
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_contains(err.text, "Too many open files");
        err_release(&err);
        assert_int_equal(count_open(), open_before);
    }
    assert_in_range(room, 8, 63);
    box_free(box);
    assert_int_equal(count_open(), open_before);
    assert_int_equal(loop.count, 0);
    loop_release(&loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_status_and_output),
        cmocka_unit_test(signals_are_ends),
        cmocka_unit_test(order_of_both_streams_is_kept),
        cmocka_unit_test(terminal_or_pipe),
        cmocka_unit_test(environment_is_passed),
        cmocka_unit_test(without_input_there_is_end_of_file),
        cmocka_unit_test(much_input_is_fed),
        cmocka_unit_test(unread_input_is_no_matter),
        cmocka_unit_test(time_limit_ends_it),
        cmocka_unit_test(stopping_itself_is_told),
        cmocka_unit_test(continued_is_not_stopped),
        cmocka_unit_test(flood_is_cut_and_ended),
        cmocka_unit_test(output_of_just_the_limit_is_none),
        cmocka_unit_test(flood_after_the_end_is_a_flood),
        cmocka_unit_test(nothing_before_a_crash_is_lost),
        cmocka_unit_test(child_that_holds_the_terminal_is_killed),
        cmocka_unit_test(closed_output_is_not_the_end),
        cmocka_unit_test(what_cannot_be_executed_is_named),
        cmocka_unit_test(steps_are_kept),
        cmocka_unit_test(killing_ends_it),
        cmocka_unit_test(freeing_a_running_one_kills_it),
        cmocka_unit_test(several_run_in_one_loop),
        cmocka_unit_test(want_of_descriptors_is_said),
    };
    return cmocka_run_group_tests_name("single", tests, NULL, NULL);
}
