/*
 * box/world/limit, weight, meter: a box that takes too much ends, whichever way it takes it. Needs
 * namespaces, and Python inside.
 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/box.h"
#include "box/host.h"
#include "box/watch/weight.h"

enum { MAX_PROGRAMS = 3, BOUND_MS = 60000, MIB = 1 << 20 };

/* A box under test. */
struct stage {
    struct loop loop;
    struct box *box;
    size_t n, ended;
    struct buf log; /* "limit 1, over" */
    bool over;
};

static void ended(struct box *box, void *owner, size_t program)
{
    struct stage *stage = owner;
    (void)program;
    if (++stage->ended == stage->n)
        box_finish(box);
}

static void limited(struct box *box, void *owner, enum end end, size_t program)
{
    struct stage *stage = owner;
    (void)box, (void)end;
    buf_printf(&stage->log, "limit %zu, ", program);
}

static void over(struct box *box, void *owner)
{
    struct stage *stage = owner;
    (void)box;
    buf_adds(&stage->log, "over");
    stage->over = true;
}

static const struct box_events events = { .gone = ended, .limit = limited, .over = over };

static size_t output_max = 1 << 16; /* bytes, of all programs */

/* What a test's programs are: shell scripts, or, beginning with `import`, Python. */
static bool make(struct stage *stage, const struct box_limits *limits, const char *const *scripts,
                 size_t n, struct err *err)
{
    static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
    const char *argv[MAX_PROGRAMS][4];
    struct box_program programs[MAX_PROGRAMS];
    *stage = (struct stage){ .n = n };
    for (size_t i = 0; i < n; i++) {
        bool python = text_starts(scripts[i], "import");
        const char *const words[4] = { python ? "/usr/bin/python3" : "/bin/sh", "-c", scripts[i] };
        memcpy(argv[i], words, sizeof(words));
        programs[i] = (struct box_program){ .argv = argv[i], .env = env, .terminal = true };
    }
    struct box_spec spec = {
        .workspace = true,
        .processor = 0,
        .limits = *limits,
        .programs = programs,
        .nprograms = n,
        .time_ms = BOUND_MS,
        .output_max = output_max,
    };
    return loop_init(&stage->loop, err) &&
           (stage->box = box_start(&stage->loop, &spec, &events, stage, err)) != NULL;
}

static void step(struct stage *stage)
{
    struct err err = { 0 };
    assert_true(loop_once(&stage->loop, &err));
}

static void release(struct stage *stage)
{
    box_free(stage->box);
    assert_int_equal(stage->loop.count, 0);
    loop_release(&stage->loop);
    buf_release(&stage->log);
}

static void start(struct stage *stage, const struct box_limits *limits, const char *const *scripts,
                  size_t n)
{
    struct err err = { 0 };
    if (!make(stage, limits, scripts, n, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < n; i++)
        box_run(stage->box, i);
}

static void run_to_end(struct stage *stage)
{
    while (!stage->over)
        step(stage);
}

/* Until PROGRAM has printed and its process id is known: the terminal may be heard first. */
static void await_output(struct stage *stage, size_t program)
{
    const struct program_result *result = box_program(stage->box, program);
    while (!stage->over && (result->output.len == 0 || result->pid == 0))
        step(stage);
}

static bool can_box(void)
{
    static int can = -1;
    static const struct box_limits none;
    const char *const script = "exit 0";
    struct stage stage;
    struct err err = { 0 };
    if (can >= 0)
        return can;
    can = make(&stage, &none, &script, 1, &err);
    if (can) {
        box_run(stage.box, 0);
        run_to_end(&stage);
        can = box_result(stage.box)->end == END_FINISHED;
        release(&stage);
    }
    err_release(&err);
    return can;
}

#define need_boxes() need(can_box(), "this machine does not let boxes be made")

/* --- Limits of a box --- */

static void too_much_ends_the_box(void **state)
{
    (void)state;
    need_boxes();
    static const struct {
        struct box_limits limits;
        const char *script;
        enum end end;
    } cases[] = {
        { { .memory = 64 * MIB },
          "import time; x = bytearray(90 << 20); time.sleep(99)",
          END_MEMORY },
        { { .memory = 64 * MIB },
          "import mmap, time\nm = mmap.mmap(-1, 90 << 20)\n"
          "for i in range(90): m[i << 20:(i + 1) << 20] = bytes(1 << 20)\ntime.sleep(99)",
          END_MEMORY },
        { { .memory = 64 * MIB },
          "import os, time\nf = open('/tmp/x', 'wb')\n"
          "for i in range(90): f.write(bytes(1 << 20))\ntime.sleep(99)",
          END_MEMORY },
        { { .memory = 64 * MIB },
          "import os, time\nos.fork(); os.fork(); os.fork()\nx = bytearray(20 << 20)\n"
          "time.sleep(99)",
          END_MEMORY },
        { { .processes = 10 },
          "import os, time\ntry:\n  while os.fork(): pass\nexcept OSError: pass\ntime.sleep(99)",
          END_PROCESSES },
        { { .processes = 10 },
          "import threading, time\n"
          "for i in range(10): threading.Thread(target=time.sleep, args=[99]).start()",
          END_PROCESSES },
        { { .files = 60 },
          "import os, time\nx = [os.open('/', 0) for i in range(40)]\nos.fork()\ntime.sleep(99)",
          END_FILES },
        { { .processor_ms = 100 },
          "for i in 1 2 3; do while :; do :; done & done; wait",
          END_PROCESSOR },
        { { .processor_ms = 400 },
          "import os, signal, time\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
          "for i in range(20):\n  if os.fork() == 0:\n"
          "    while time.process_time() < 0.1: pass\n    os._exit(0)\n"
          "  try: os.wait()\n  except OSError: pass\ntime.sleep(99)",
          END_PROCESSOR },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stage stage;
        const char *const scripts[] = { "sleep 99", cases[i].script, "exec sleep 99" };
        start(&stage, &cases[i].limits, scripts, 3);
        run_to_end(&stage);
        if (box_result(stage.box)->end != cases[i].end || box_result(stage.box)->program != 1)
            print_message("# case %zu\n", i);
        assert_int_equal(box_result(stage.box)->end, cases[i].end);
        assert_int_equal(box_result(stage.box)->program, 1);
        assert_string_equal(buf_str(&stage.log), "limit 1, over");
        release(&stage);
    }
}

/* Of whoever was waited for the time is another's now: it must not count for both. */
static void what_was_waited_for_counts_once(void **state)
{
    (void)state;
    need_boxes();
    static const struct box_limits two_seconds = { .processor_ms = 2000 };
    static const char *const scripts[] = {
        "import os, time\n"
        "def spend():\n  while time.process_time() < 0.1: pass\n  os._exit(0)\n"
        /* By its parent, by its parent's parent too, and by the init. */
        "for i in range(4):\n  if os.fork() == 0: spend()\n  os.wait()\n"
        "for i in range(4):\n  if os.fork() == 0:\n    if os.fork() == 0: spend()\n"
        "    os.wait(); os._exit(0)\n  os.wait()\n"
        "for i in range(4):\n  r, w = os.pipe()\n  if os.fork() == 0:\n"
        "    if os.fork() == 0: spend()\n    os._exit(0)\n"
        "  os.close(w); os.wait(); os.read(r, 1); os.close(r)\nprint('done')",
    };
    struct stage stage;
    start(&stage, &two_seconds, scripts, 1);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    assert_string_equal(buf_str(&box_program(stage.box, 0)->output), "done\n");
    release(&stage);
}

static const struct box_limits usual = {
    .memory = 256 * MIB, .processor_ms = 5000, .processes = 20, .files = 100, .file_size = 2 * MIB
};

static void within_its_limits_a_box_goes_on(void **state)
{
    (void)state;
    need_boxes();
    /* Children have in common what their parent had: 8 times 60 MiB are 60. */
    static const char *const scripts[] = {
        "import os, time\nx = bytearray(60 << 20)\n"
        "for i in range(8):\n  if os.fork() == 0:\n    time.sleep(0.3); os._exit(0)\n"
        "for i in range(8): os.wait()\nprint('done')",
    };
    struct stage stage;
    start(&stage, &usual, scripts, 1);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    assert_string_equal(buf_str(&box_program(stage.box, 0)->output), "done\n");
    release(&stage);
}

static void the_kernel_keeps_some_itself(void **state)
{
    (void)state;
    need_boxes();
    static const char *const scripts[] = {
        "ulimit -n; ulimit -f; ulimit -c; ulimit -v; ulimit -d",
        "import os\nfor p in '/tmp', '/dev/shm':\n"
        "  s = os.statvfs(p); print(s.f_blocks * s.f_frsize)",
        "import signal, os\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "f = open('big', 'wb', 0)\nprint(f.write(bytes(2 << 20)))\n"
        "try: f.write(b'x')\nexcept OSError as e: print(e.strerror)",
    };
    static const char *const expected[] = { "100\n4096\n0\nunlimited\nunlimited\n",
                                            "2097152\n2097152\n", "2097152\nFile too large\n" };
    struct stage stage;
    start(&stage, &usual, scripts, 3);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FINISHED);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(buf_str(&box_program(stage.box, i)->output), expected[i]);
    release(&stage);
}

static void what_is_under_way_in_one_box_keeps_no_other_from_starting(void **state)
{
    (void)state;
    need_boxes();
    static const struct box_limits few = { .files = 100 };
    static const char *const sends[] = {
        "import socket, time\na, b = socket.socketpair()\n"
        "try:\n  while True: socket.send_fds(a, [b'x'], [0] * 20)\n"
        "except OSError as e: print(e.strerror, flush=True)\ntime.sleep(99)",
    };
    static const char *const script[] = { "echo started" };
    struct stage full, other;
    struct rlimit files, soft;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
    soft = (struct rlimit){ few.files, files.rlim_max };
    start(&full, &few, sends, 1);
    await_output(&full, 0);
    assert_contains(buf_str(&box_program(full.box, 0)->output), "Too many references");
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &soft), 0);
    start(&other, &few, script, 1);
    run_to_end(&other);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    assert_int_equal(box_result(other.box)->end, END_FINISHED);
    assert_string_equal(buf_str(&box_program(other.box, 0)->output), "started\n");
    release(&other);
    release(&full);
}

/* What the kernel counts for a user, be it across namespaces: of each one box takes all that it gets. */
static void what_one_box_holds_no_other_lacks(void **state)
{
    (void)state;
    need_boxes();
    static const char *const takes[] = {
        "import ctypes, time\nc = ctypes.CDLL(None, use_errno=True)\nn = 0\n"
        "while n < 99 and c.mq_open(b'/%d' % n, 0o102, 0o600, None) >= 0: n += 1\n"
        "print('some' if n else 'none', flush=True)\ntime.sleep(99)",
        "import ctypes, time\nc = ctypes.CDLL(None, use_errno=True)\nn = 0\n"
        "def lock(): i = c.shmget(0, 1 << 20, 0o1600); return c.shmctl(i, 11, None)\n"
        "while n < 99 and lock() >= 0: n += 1\n"
        "print('some' if n else 'none', flush=True)\ntime.sleep(99)",
    };
    for (size_t i = 0; i < COUNT(takes); i++) {
        struct stage first, second;
        start(&first, &usual, &takes[i], 1);
        await_output(&first, 0);
        start(&second, &usual, &takes[i], 1);
        await_output(&second, 0);
        assert_string_equal(buf_str(&box_program(first.box, 0)->output), "some\n");
        assert_string_equal(buf_str(&box_program(second.box, 0)->output), "some\n");
        release(&second);
        release(&first);
    }
}

/* Waits, without reading what is printed, until program 0 executes NAME. */
static bool comes_to_execute(struct stage *stage, const char *name)
{
    char path[32], comm[32];
    bool does = false;
    snprintf(path, sizeof(path), "%d/comm", (int)box_program(stage->box, 0)->pid);
    for (int ms = 0; ms < BOUND_MS && !does; ms++) {
        AUTO_CLOSE int fd = openat(box_host(stage->box, 0)->proc, path, O_RDONLY | O_CLOEXEC);
        ssize_t n = fd < 0 ? -1 : read(fd, comm, sizeof(comm) - 1);
        comm[n > 0 ? n - 1 : 0] = '\0';
        does = strcmp(comm, name) == 0;
        usleep(1000);
    }
    return does;
}

static void what_was_printed_before_the_end_is_a_flood_still(void **state)
{
    (void)state;
    need_boxes();
    static const struct box_limits none;
    static const char *const script[] = {
        "trap 'printf %200s; exec sleep 99' USR1; echo ready; while :; do sleep 0.01; done",
    };
    struct stage stage;
    output_max = 100;
    start(&stage, &none, script, 1);
    output_max = 1 << 16;
    await_output(&stage, 0);
    box_signal(stage.box, 0, SIGUSR1);
    assert_true(comes_to_execute(&stage, "sleep"));
    box_finish(stage.box);
    run_to_end(&stage);
    assert_int_equal(box_result(stage.box)->end, END_FLOOD);
    assert_int_equal(box_result(stage.box)->program, 0);
    assert_int_equal(box_program(stage.box, 0)->output.len, 100);
    release(&stage);
}

/* --- What a box weighs --- */

static void each_kind_of_memory_weighs(void **state)
{
    (void)state;
    need_boxes();
    static const char *const scripts[] = {
        "import time; x = bytearray(30 << 20); print('x'); time.sleep(99)",
        "import mmap, time\nm = mmap.mmap(-1, 30 << 20); m.write(bytes(30 << 20)); print('x')\n"
        "time.sleep(99)",
        "import mmap, os, time\nf = os.memfd_create('x'); os.write(f, bytes(30 << 20))\n"
        "m = mmap.mmap(f, 30 << 20); sum(m[::4096]); print('x'); time.sleep(99)",
        /* What is mapped of a tmpfs lies there once. */
        "import mmap, time\nf = open('/dev/shm/x', 'w+b'); f.write(bytes(30 << 20)); f.flush()\n"
        "m = mmap.mmap(f.fileno(), 30 << 20); sum(m[::4096]); print('x'); time.sleep(99)",
        "import time\nf = open('/dev/shm/x', 'wb'); f.write(bytes(30 << 20)); f.flush(); "
        "print('x')\n"
        "time.sleep(99)",
        "import os, time\nf = open('x', 'wb'); f.write(bytes(30 << 20)); f.flush()\n"
        "os.unlink('x'); print('x'); time.sleep(99)",
        /* The first thread has ended, others go on. */
        "import ctypes, threading, time\n"
        "def eat():\n  time.sleep(0.1); x = bytearray(30 << 20); print('x', flush=True); "
        "time.sleep(99)\n"
        "threading.Thread(target=eat).start(); ctypes.CDLL(None).pthread_exit(None)",
    };
    for (size_t i = 0; i < COUNT(scripts); i++) {
        static const struct box_limits none;
        struct weight quick = { 0 }, right = { 0 };
        struct stage stage;
        start(&stage, &none, &scripts[i], 1);
        await_output(&stage, 0);
        weigh(&quick, box_host(stage.box, 0)->proc, 0, WEIGHT_MEMORY);
        weigh(&right, box_host(stage.box, 0)->proc, 0, WEIGHT_SHARES);
        if (right.memory < 29 * MIB || right.memory > 80 * MIB || quick.memory < right.memory)
            fail_msg("script %zu: %llu, right: %llu", i, (unsigned long long)quick.memory,
                     (unsigned long long)right.memory);
        release(&stage);
    }
}

/* Of programs, libraries and whatever else of the machine is mapped; sharing them is free. */
static void files_of_the_machine_weigh_nothing(void **state)
{
    (void)state;
    need_boxes();
    static const struct box_limits none;
    static const char *const scripts[] = {
        "import mmap, time\nf = open('/usr/bin/python3', 'rb'); maps = []; size = 0\n"
        "while size < 90 << 20:\n  m = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)\n"
        "  sum(m[::4096]); size += len(m); maps += [m]\n"
        "print('x'); time.sleep(99)",
    };
    struct weight quick = { 0 }, right = { 0 };
    struct stage stage;
    start(&stage, &none, scripts, 1);
    await_output(&stage, 0);
    weigh(&quick, box_host(stage.box, 0)->proc, 0, WEIGHT_MEMORY);
    weigh(&right, box_host(stage.box, 0)->proc, 0, WEIGHT_SHARES);
    assert_in_range(quick.memory, 1, 30 * MIB);
    assert_in_range(right.memory, 1, 30 * MIB);
    release(&stage);
}

static void what_is_shared_weighs_once(void **state)
{
    (void)state;
    need_boxes();
    static const struct box_limits none;
    static const char *const scripts[] = {
        "import os, time\nx = bytearray(30 << 20)\nos.fork(); os.fork(); print('x'); "
        "time.sleep(99)",
        "echo x; exec sleep 99",
    };
    struct weight quick = { 0 }, right = { 0 }, first = { 0 }, second = { 0 };
    struct stage stage;
    start(&stage, &none, scripts, 2);
    while (box_program(stage.box, 0)->output.len < 8)
        step(&stage);
    await_output(&stage, 1);
    int proc = box_host(stage.box, 0)->proc;
    weigh(&quick, proc, 0, WEIGHT_MEMORY | WEIGHT_COUNTS | WEIGHT_PROCESSOR);
    weigh(&right, proc, 0, WEIGHT_SHARES);
    weigh(&first, proc, box_program(stage.box, 0)->tag, WEIGHT_COUNTS);
    weigh(&second, proc, box_program(stage.box, 1)->tag, WEIGHT_COUNTS);
    assert_in_range(quick.memory, 120 * MIB, 256 * MIB);
    assert_in_range(right.memory, 30 * MIB, 70 * MIB);
    assert_int_equal(quick.processes, 5);
    assert_in_range(quick.files, 15, 40);
    assert_in_range(quick.processor_ms, 10, BOUND_MS);
    assert_int_equal(first.processes, 4);
    assert_int_equal(second.processes, 1);
    assert_int_equal(first.files + second.files, quick.files);
    release(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_much_ends_the_box),
        cmocka_unit_test(what_was_waited_for_counts_once),
        cmocka_unit_test(within_its_limits_a_box_goes_on),
        cmocka_unit_test(the_kernel_keeps_some_itself),
        cmocka_unit_test(what_is_under_way_in_one_box_keeps_no_other_from_starting),
        cmocka_unit_test(what_one_box_holds_no_other_lacks),
        cmocka_unit_test(what_was_printed_before_the_end_is_a_flood_still),
        cmocka_unit_test(each_kind_of_memory_weighs),
        cmocka_unit_test(files_of_the_machine_weigh_nothing),
        cmocka_unit_test(what_is_shared_weighs_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
