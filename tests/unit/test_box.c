/* box/box: several programs in one box, how each ends and how all end. Needs namespaces. */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/box.h"
#include "box/host.h"
#include "file/fs.h"

enum {
    MAX_PROGRAMS = 3,
    BOUND_MS = 20000,
    TIDS_APART = 2000, /* the numbers of a process and of its last thread here, at most */
};

/* A box under test: what it told, and what is done when all of a program has ended. */
struct stage {
    struct loop loop;
    struct box *box;
    size_t n;
    struct buf log; /* "0 gone, over" */
    bool over;
    bool finish;                                          /* when the last program has ended */
    void (*on_gone)(struct stage *stage, size_t program); /* or NULL */
    void (*on_timeout)(struct stage *stage);              /* or NULL */
};

static const char *const no_env[] = { NULL };

static void gone(struct box *box, void *owner, size_t program)
{
    struct stage *stage = owner;
    bool all = true;
    buf_printf(&stage->log, "%zu gone, ", program);
    assert_int_equal(box_program(box, program)->state, PROGRAM_ENDED);
    for (size_t i = 0; i < stage->n; i++)
        all &= box_program(box, i)->state == PROGRAM_ENDED;
    if (stage->on_gone)
        stage->on_gone(stage, program);
    else if (all && stage->finish)
        box_finish(box);
}

static void timed_out(struct box *box, void *owner)
{
    struct stage *stage = owner;
    buf_adds(&stage->log, "timeout, ");
    if (stage->on_timeout)
        stage->on_timeout(stage);
    box_kill(box);
}

static void over(struct box *box, void *owner)
{
    (void)box;
    struct stage *stage = owner;
    assert_false(stage->over);
    buf_adds(&stage->log, "over");
    stage->over = true;
}

static const struct box_events events = { .gone = gone, .timeout = timed_out, .over = over };

/* What a box is made with; zero is as in most tests. */
struct setting {
    size_t output_max;
    long long time_ms;
    const char *input[MAX_PROGRAMS];
    const char *program[MAX_PROGRAMS]; /* instead of the shell */
    struct box_file file;
};

static const struct setting plain;

/* Makes a box for the N shell scripts at SCRIPTS; none runs yet. */
static void make_box(struct stage *stage, const char *const *scripts, size_t n,
                     const struct setting *setting)
{
    struct err err = { 0 };
    const char *argv[MAX_PROGRAMS][4];
    struct box_program programs[MAX_PROGRAMS];
    *stage = (struct stage){ .n = n, .finish = true };
    for (size_t i = 0; i < n; i++) {
        const char *own = setting->program[i], *input = setting->input[i];
        const char *const words[4] = { own ? own : "/bin/sh", own ? NULL : "-c", scripts[i] };
        memcpy(argv[i], words, sizeof(words));
        programs[i] = (struct box_program){ .argv = argv[i],
                                            .env = no_env,
                                            .terminal = true,
                                            .input = input,
                                            .input_len = input ? strlen(input) : 0 };
    }
    struct box_spec spec = {
        .workspace = true,
        .files = &setting->file,
        .nfiles = setting->file.name != NULL,
        .programs = programs,
        .nprograms = n,
        .time_ms = setting->time_ms ? setting->time_ms : BOUND_MS,
        .output_max = setting->output_max ? setting->output_max : 1 << 16,
    };
    assert_true(loop_init(&stage->loop, &err));
    stage->box = box_start(&stage->loop, &spec, &events, stage, &err);
    if (!stage->box)
        fail_msg("%s", err.text);
}

static void step(struct stage *stage)
{
    struct err err = { 0 };
    assert_true(loop_once(&stage->loop, &err));
}

static void run_to_end(struct stage *stage)
{
    while (!stage->over)
        step(stage);
}

static void end_stage(struct stage *stage)
{
    box_free(stage->box);
    assert_int_equal(stage->loop.count, 0);
    loop_release(&stage->loop);
    buf_release(&stage->log);
}

#define MAKE(STAGE, SETTING, ...)                                                                  \
    make_box(STAGE, (const char *const[]){ __VA_ARGS__ },                                          \
             COUNT(((const char *const[]){ __VA_ARGS__ })), SETTING)

static void start_all(struct stage *stage)
{
    for (size_t i = 0; i < stage->n; i++)
        box_run(stage->box, i);
}

static void assert_end(struct stage *stage, enum end end, const char *log)
{
    assert_int_equal(box_result(stage->box)->end, end);
    assert_string_equal(buf_str(&stage->log), log);
}

static void assert_output(struct stage *stage, size_t program, const char *expected)
{
    assert_string_equal(buf_str(&box_program(stage->box, program)->output), expected);
}

static bool can_box(void)
{
    static int can = -1;
    if (can < 0) {
        struct stage stage;
        struct err err = { 0 };
        struct box_spec spec = { .workspace = true, .time_ms = BOUND_MS };
        stage = (struct stage){ 0 };
        assert_true(loop_init(&stage.loop, &err));
        stage.box = box_start(&stage.loop, &spec, &events, &stage, &err);
        if (stage.box) {
            box_finish(stage.box);
            run_to_end(&stage);
        }
        can = stage.box && box_result(stage.box)->end == END_FINISHED;
        err_release(&err);
        end_stage(&stage);
    }
    return can;
}

#define need_box() need(can_box(), "this machine does not let boxes be made (see `snip doctor`)")

/* Waits until the file NAME is there; the shell's own words do it without a process each. */
#define AWAIT(NAME) "until [ -e /tmp/" NAME " ]; do sleep 0.01; done\n"

/* How many processes bear the mark of PROGRAM, seen from outside. */
static size_t count_marked(struct stage *stage, size_t program)
{
    uint64_t tag = box_program(stage->box, program)->tag;
    size_t count = 0;
    assert_true(tag != 0);
    DIR *dir = fdopendir(openat(box_host(stage->box, 0)->proc, ".", O_RDONLY | O_DIRECTORY));
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[300];
        struct stat st;
        int pid = atoi(entry->d_name);
        /* Any thread of it counts: the first may have ended before the others. */
        for (int tid = pid; pid > 1 && tid < pid + TIDS_APART; tid++) {
            snprintf(path, sizeof(path), "%d/task/%d/ns/uts", pid, tid);
            if (fstatat(box_host(stage->box, 0)->proc, path, &st, 0) < 0)
                continue;
            count += st.st_ino == tag;
            break;
        }
    }
    closedir(dir);
    return count;
}

static void programs_share_one_host(void **state)
{
    (void)state;
    need_box();
    static const char server[] =
        "exec perl -MSocket -e '$| = 1; socket(L, AF_INET, SOCK_STREAM, 0);"
        "bind(L, sockaddr_in(8080, INADDR_LOOPBACK)) or die; listen(L, 1);"
        "open(F, q(>/tmp/up.new)); print F $$; close(F); rename(q(/tmp/up.new), q(/tmp/up));"
        "accept(C, L); print C qq(over the network\\n); print qq(served\\n)'";
    static const char client[] =
        AWAIT("up") "perl -MSocket -e 'socket(C, AF_INET, SOCK_STREAM, 0);"
                    "connect(C, sockaddr_in(8080, INADDR_LOOPBACK)) or die $!; print <C>'\n"
                    "[ $(cat /tmp/up) -gt 1 ] && echo its pid is known";
    struct stage stage;
    MAKE(&stage, &plain, server, client);
    start_all(&stage);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    assert_output(&stage, 0, "served\n");
    assert_output(&stage, 1, "over the network\nits pid is known\n");
    assert_true(box_program(stage.box, 0)->tag != box_program(stage.box, 1)->tag);
    assert_true(box_program(stage.box, 0)->pid != box_program(stage.box, 1)->pid);
    end_stage(&stage);
}

static void next_after(struct stage *stage, size_t program)
{
    assert_int_equal(box_program(stage->box, 2)->state, PROGRAM_WAITING);
    if (program == 0)
        box_run(stage->box, 1);
    else
        box_finish(stage->box);
}

static void programs_start_when_asked(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "echo first; echo a >/tmp/a", "cat /tmp/a", "echo never");
    stage.on_gone = next_after;
    box_run(stage.box, 0);
    box_run(stage.box, 0); /* twice is as good as once */
    assert_int_equal(box_program(stage.box, 0)->state, PROGRAM_STARTED);
    run_to_end(&stage);
    assert_end(&stage, END_FINISHED, "0 gone, 1 gone, over");
    assert_output(&stage, 0, "first\n");
    assert_output(&stage, 1, "a\n");
    assert_output(&stage, 2, "");
    assert_int_equal(box_program(stage.box, 2)->state, PROGRAM_WAITING);
    assert_int_equal(box_program(stage.box, 2)->pid, 0);
    end_stage(&stage);
}

/* When the first has ended nothing of it is left, and the second goes on. */
static void assert_first_is_gone(struct stage *stage, size_t program)
{
    if (program == 1) {
        box_finish(stage->box);
        return;
    }
    assert_int_equal(program, 0);
    assert_int_equal(count_marked(stage, 0), 0);
    assert_int_equal(box_program(stage->box, 1)->state, PROGRAM_STARTED);
    assert_true(count_marked(stage, 1) > 0);
    box_signal(stage->box, 1, SIGTERM);
}

#define TEXT(WORD)   #WORD
#define NUMBER(CALL) TEXT(CALL)

/* Each leaves something behind once /tmp/up is there, and says `done` last. */
static const char *const leaving[] = {
    "sleep 1000 &\n",
    "(trap '' TERM HUP INT; sleep 1000) &\n",
    "setsid sleep 1000 &\n",
    "setsid sh -c 'sleep 1000 & sleep 1000 & exit' &\n",
    "setsid sh -c 'setsid sleep 1000 </dev/null >/dev/null 2>&1 & exit' &\nwait $!\n",
    "sh -c 'kill -STOP $$' &\n",
    "perl -e 'fork; fork; fork; sleep 1000' &\n",
    "cat <>/dev/zero >/dev/null &\n",
    /* Of a process whose first thread has ended, /proc/PID tells no namespace. */
    "perl -Mthreads -e 'threads->create(sub { sleep 1000 }); open(F, q(>/tmp/t));"
    "syscall(" NUMBER(SYS_exit) ", 0)' &\n" AWAIT("t"),
};

/* Of a program that has ended, what it has left is there until it is killed, or ends. */
static void what_one_leaves_is_its_own(void **state)
{
    (void)state;
    need_box();
    for (size_t i = 0; i < COUNT(leaving); i++) {
        struct stage stage;
        AUTO_FREE char *script = mem_printf(AWAIT("up") "%s echo done", leaving[i]);
        MAKE(&stage, &plain, script,
             "trap 'echo told; exit 3' TERM; : >/tmp/up\n"
             "while :; do sleep 0.01; done");
        stage.on_gone = assert_first_is_gone;
        start_all(&stage);
        while (box_program(stage.box, 0)->state != PROGRAM_LEFT)
            step(&stage);
        assert_int_equal(WEXITSTATUS(box_program(stage.box, 0)->status), 0);
        assert_true(count_marked(&stage, 0) > 0);
        /* Whoever it was making as it ended may come after the first signal. */
        while (box_program(stage.box, 0)->state == PROGRAM_LEFT) {
            box_signal(stage.box, 0, SIGKILL);
            step(&stage);
        }
        run_to_end(&stage);
        assert_end(&stage, END_FINISHED, "0 gone, 1 gone, over");
        assert_output(&stage, 0, "done\n");
        assert_output(&stage, 1, "told\n");
        assert_int_equal(WEXITSTATUS(box_program(stage.box, 1)->status), 3);
        end_stage(&stage);
    }
}

/* The mark must be one that nothing can take off. */
static void nothing_leaves_its_program(void **state)
{
    (void)state;
    need_box();
    static const char *const ways[] = { "unshare --uts", "unshare --user --uts",
                                        "unshare --map-root-user --uts",
                                        "unshare --map-root-user --uts --pid --fork",
                                        "nsenter --uts=/proc/1/ns/uts" };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct stage stage;
        AUTO_FREE char *script =
            mem_printf("readlink /proc/self/ns/uts; %s readlink /proc/self/ns/uts", ways[i]);
        MAKE(&stage, &plain, script);
        start_all(&stage);
        run_to_end(&stage);
        AUTO_FREE char *own =
            mem_printf("uts:[%llu]\n", (unsigned long long)box_program(stage.box, 0)->tag);
        const char *output = buf_str(&box_program(stage.box, 0)->output);
        assert_int_equal(strncmp(output, own, strlen(own)), 0);
        if (strncmp(output + strlen(own), "uts:[", 5) == 0)
            fail_msg("%s: %s", ways[i], output);
        end_stage(&stage);
    }
}

/* The second holds the first one's terminal open, and prints nothing to it any more. */
static void anothers_terminal_delays_nothing(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "echo $$ >/tmp/new; mv /tmp/new /tmp/pid\n" AWAIT("held") "echo last",
         AWAIT("pid") "exec 5>/proc/$(cat /tmp/pid)/fd/1 || exit; echo foreign >&5; : >/tmp/held\n"
                      "trap 'exit 3' TERM; while :; do sleep 0.01; done");
    stage.on_gone = assert_first_is_gone;
    start_all(&stage);
    run_to_end(&stage);
    assert_end(&stage, END_FINISHED, "0 gone, 1 gone, over");
    assert_output(&stage, 0, "foreign\nlast\n");
    assert_output(&stage, 1, "");
    end_stage(&stage);
}

static void each_has_its_own_input(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    struct buf big = BUF_INIT;
    for (int i = 0; i < 20000; i++)
        buf_printf(&big, "line %d\n", i);
    struct setting setting = { .input = { "one\n", NULL, buf_str(&big) } };
    MAKE(&stage, &setting, "cat", "cat; echo nothing", "wc -l");
    start_all(&stage);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    assert_output(&stage, 0, "one\n");
    assert_output(&stage, 1, "nothing\n");
    assert_output(&stage, 2, "20000\n");
    end_stage(&stage);
    buf_release(&big);
}

/* Who reads nothing ends all the same. */
static void unread_input_is_dropped(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    char *big = mem_alloc((1 << 20) + 1);
    memset(big, 'x', 1 << 20);
    struct setting setting = { .input = { big, big } };
    MAKE(&stage, &setting, "exec 0<&-; echo closed", "echo unread");
    start_all(&stage);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    assert_output(&stage, 0, "closed\n");
    assert_output(&stage, 1, "unread\n");
    end_stage(&stage);
    free(big);
}

static void one_output_budget_for_all(void **state)
{
    (void)state;
    need_box();
    static const char sixty[] = "printf %60s x";
    struct stage stage;
    const struct setting enough = { .output_max = 120 }, less = { .output_max = 119 };
    MAKE(&stage, &enough, sixty, sixty);
    start_all(&stage);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    end_stage(&stage);
    MAKE(&stage, &less, sixty, AWAIT("go") "printf %60s x; sleep 1000", ": >/tmp/go; sleep 1000");
    box_run(stage.box, 0);
    while (box_program(stage.box, 0)->state != PROGRAM_ENDED)
        step(&stage);
    box_run(stage.box, 1);
    box_run(stage.box, 2);
    run_to_end(&stage);
    assert_end(&stage, END_FLOOD, "0 gone, over");
    assert_int_equal(box_result(stage.box)->program, 1);
    assert_int_equal(box_program(stage.box, 0)->output.len, 60);
    assert_int_equal(box_program(stage.box, 1)->output.len, 59);
    end_stage(&stage);
}

static void look_at_all(struct stage *stage)
{
    assert_true(count_marked(stage, 0) > 0);
    assert_true(count_marked(stage, 1) > 0);
    assert_true(box_host(stage->box, 0)->diag >= 0);
    assert_false(stage->over);
}

static void timeout_is_told_before_anything_is_killed(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    const struct setting setting = { .time_ms = 500 };
    MAKE(&stage, &setting, "echo begun; sleep 1000", "trap '' TERM; sleep 1000; sleep 1000",
         "echo never");
    stage.on_timeout = look_at_all;
    box_run(stage.box, 0);
    box_run(stage.box, 1);
    run_to_end(&stage);
    assert_end(&stage, END_TIMEOUT, "timeout, over");
    assert_output(&stage, 0, "begun\n");
    assert_int_equal(box_program(stage.box, 0)->state, PROGRAM_STARTED);
    end_stage(&stage);
}

static void signals_arrive_at_one(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "trap 'echo got it; exit 3' USR1; echo up; while :; do sleep 0.01; done",
         "sleep 1000", "echo never");
    start_all(&stage);
    while (box_program(stage.box, 0)->output.len == 0)
        step(&stage);
    box_signal(stage.box, 0, SIGUSR1);
    while (box_program(stage.box, 0)->state != PROGRAM_ENDED)
        step(&stage);
    assert_int_equal(box_program(stage.box, 1)->state, PROGRAM_STARTED);
    assert_output(&stage, 0, "up\ngot it\n");
    box_signal(stage.box, 0, SIGKILL); /* it has ended: nothing happens */
    box_signal(stage.box, 1, SIGTERM);
    run_to_end(&stage);
    assert_int_equal(WEXITSTATUS(box_program(stage.box, 0)->status), 3);
    assert_int_equal(WTERMSIG(box_program(stage.box, 1)->status), SIGTERM);
    assert_int_equal(box_program(stage.box, 2)->status, 0);
    end_stage(&stage);
}

static void stops_are_told(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "kill -STOP $$; echo on", "sleep 1000");
    start_all(&stage);
    while (box_program(stage.box, 0)->stopped == 0)
        step(&stage);
    assert_int_equal(box_program(stage.box, 0)->stopped, SIGSTOP);
    assert_int_equal(box_program(stage.box, 1)->stopped, 0);
    box_signal(stage.box, 0, SIGCONT);
    while (box_program(stage.box, 0)->state != PROGRAM_ENDED)
        step(&stage);
    assert_int_equal(box_program(stage.box, 0)->stopped, 0);
    assert_output(&stage, 0, "on\n");
    box_signal(stage.box, 1, SIGKILL);
    run_to_end(&stage);
    assert_int_equal(WTERMSIG(box_program(stage.box, 1)->status), SIGKILL);
    end_stage(&stage);
}

static void assert_in(const struct box_range *range, unsigned long long number)
{
    if (number < range->low || number > range->high)
        fail_msg("%llu is not in %llu to %llu", number, (unsigned long long)range->low,
                 (unsigned long long)range->high);
}

static void facts_hold_what_was_given_out(void **state)
{
    (void)state;
    need_box();
    static const char script[] =
        "exec perl -MSocket -e 'socket(L, AF_INET, SOCK_STREAM, 0); listen(L, 1); pipe(R, W);"
        "fork; $p = (sockaddr_in(getsockname(L)))[0]; syswrite STDOUT,"
        "join(q( ), $$, (stat(L))[1], (stat(R))[1], $p, qq(\\n)); wait'";
    struct stage stage;
    MAKE(&stage, &plain, script, script);
    start_all(&stage);
    run_to_end(&stage);
    const struct box_facts *facts = &box_result(stage.box)->facts;
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    for (size_t i = 0; i < 2; i++) {
        const char *output = buf_str(&box_program(stage.box, i)->output);
        unsigned long long pid, socket, pipe, port;
        for (int line = 0; line < 2; line++, output = strchr(output, '\n') + 1) {
            assert_int_equal(sscanf(output, "%llu %llu %llu %llu", &pid, &socket, &pipe, &port), 4);
            assert_in(&facts->pids, pid);
            assert_in(&facts->inodes, socket);
            assert_in(&facts->inodes, pipe);
            assert_in(&facts->ports, port);
        }
    }
    assert_true(facts->pids.low > 20000);
    end_stage(&stage);
}

static void exec_failure_of_one_is_named(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    const struct setting setting = { .program = { [1] = "/no/such" } };
    MAKE(&stage, &setting, "echo one; sleep 1000", NULL);
    start_all(&stage);
    run_to_end(&stage);
    assert_end(&stage, END_UNBOXED, "over");
    const struct box_result *result = box_result(stage.box);
    assert_int_equal(result->step, BOX_EXEC);
    assert_int_equal(result->program, 1);
    assert_contains(result->err.text, "No such file");
    end_stage(&stage);
}

static void failed_step_is_named(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    const struct setting setting = { .file = { .name = "/usr/new" } };
    MAKE(&stage, &setting, "echo one");
    start_all(&stage);
    run_to_end(&stage);
    assert_end(&stage, END_UNBOXED, "over");
    assert_int_equal(box_result(stage.box)->step, BOX_MOUNTS);
    end_stage(&stage);
}

/* The one child that this process has. */
static pid_t only_child(void)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    AUTO_FREE char *path = mem_printf("/proc/self/task/%d/children", (int)getpid());
    assert_true(fs_read(path, 1000, &text, &err));
    pid_t pid = atoi(buf_str(&text));
    buf_release(&text);
    assert_true(pid > 1);
    return pid;
}

static void lost_init_is_told(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "echo up; sleep 1000", "sleep 1000");
    start_all(&stage);
    while (box_program(stage.box, 0)->output.len == 0)
        step(&stage);
    assert_int_equal(kill(only_child(), SIGKILL), 0);
    run_to_end(&stage);
    assert_end(&stage, END_LOST, "over");
    assert_output(&stage, 0, "up\n");
    end_stage(&stage);
}

/* Each moment is one to be killed, or freed, at: after no event, the first, the second … */
static void can_be_killed_at_any_moment(void **state)
{
    (void)state;
    need_box();
    for (int moment = 0, finished = 0; !finished; moment++) {
        struct stage stage;
        const struct setting setting = { .input = { "a\n", "b\n" } };
        MAKE(&stage, &setting, "cat; sleep 0.01 & echo x", "cat; setsid sleep 0.02 & echo y",
             "echo never");
        box_run(stage.box, 0);
        box_run(stage.box, 1);
        stage.on_gone = NULL;
        for (int i = 0; i < moment && !stage.over; i++) {
            step(&stage);
            if (box_program(stage.box, 0)->state == PROGRAM_ENDED &&
                box_program(stage.box, 1)->state == PROGRAM_ENDED)
                box_finish(stage.box);
        }
        finished = stage.over;
        if (!finished && moment % 2) {
            enum end end = box_result(stage.box)->end;
            box_kill(stage.box);
            box_kill(stage.box);
            run_to_end(&stage);
            if (box_result(stage.box)->end != END_KILLED)
                assert_int_equal(box_result(stage.box)->end, end);
        }
        end_stage(&stage);
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
        assert_int_equal(errno, ECHILD);
    }
}

static void finishing_kills_what_runs(void **state)
{
    (void)state;
    need_box();
    struct stage stage;
    MAKE(&stage, &plain, "echo up; sleep 1000", "echo never");
    box_run(stage.box, 0);
    while (box_program(stage.box, 0)->output.len == 0)
        step(&stage);
    box_finish(stage.box);
    run_to_end(&stage);
    assert_end(&stage, END_FINISHED, "over");
    end_stage(&stage);
}

/* A program that comes when others have gone has no mark of theirs: it would be killed with them. */
static void no_mark_is_given_twice(void **state)
{
    (void)state;
    need_box();
    enum { N = 3 };
    struct stage stage;
    MAKE(&stage, &plain, "exit 0", "exit 0", "exit 0");
    for (size_t i = 0; i < N; i++) {
        box_run(stage.box, i);
        while (box_program(stage.box, i)->state != PROGRAM_ENDED)
            step(&stage);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(box_program(stage.box, i)->tag, box_program(stage.box, k)->tag);
    }
    run_to_end(&stage);
    end_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_mark_is_given_twice),
        cmocka_unit_test(programs_share_one_host),
        cmocka_unit_test(programs_start_when_asked),
        cmocka_unit_test(what_one_leaves_is_its_own),
        cmocka_unit_test(nothing_leaves_its_program),
        cmocka_unit_test(anothers_terminal_delays_nothing),
        cmocka_unit_test(each_has_its_own_input),
        cmocka_unit_test(unread_input_is_dropped),
        cmocka_unit_test(one_output_budget_for_all),
        cmocka_unit_test(timeout_is_told_before_anything_is_killed),
        cmocka_unit_test(signals_arrive_at_one),
        cmocka_unit_test(stops_are_told),
        cmocka_unit_test(facts_hold_what_was_given_out),
        cmocka_unit_test(exec_failure_of_one_is_named),
        cmocka_unit_test(failed_step_is_named),
        cmocka_unit_test(lost_init_is_told),
        cmocka_unit_test(can_be_killed_at_any_moment),
        cmocka_unit_test(finishing_kills_what_runs),
    };
    return cmocka_run_group_tests_name("box", tests, NULL, NULL);
}
