/* box/look/observe and box/look/calls: what processes in another world hold and wait for. */
#include "world.h"

#include <arpa/inet.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"
#include "box/look/observe.h"
#include "file/fs.h"

enum { BOUND_MS = 20000 }; /* for what must come at once; a test that waits so long has failed */

static struct world world;
static char *top; /* a folder that looks like /proc */

static int tear_down(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

/* --- Inside --- */

static int listener(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0 && listen(fd, 0) == 0 ? fd : -1;
}

static int client(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, (struct sockaddr *)&to, sizeof(to));
    return fd;
}

/* Starts PROGRAM in a UTS namespace of its own, with no descriptor but 0, 1 and 2. */
static pid_t program(void (*run)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        if (unshare(CLONE_NEWUTS) < 0 || syscall(SYS_close_range, 3, ~0U, 0) < 0)
            _exit(1);
        run();
        _exit(0);
    }
    return pid;
}

/* Waits until the test is over. */
static void stay(int channel)
{
    char end;
    (void)!read(channel, &end, 1);
}

static void wait_in_accept(void)
{
    accept(listener(8080), NULL, NULL);
}

static void wait_in_accept4(void)
{
    accept4(listener(8080), NULL, NULL, SOCK_CLOEXEC);
}

static void wait_for_input(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) == 0 && dup2(ends[0], 0) == 0)
        (void)!read(0, &byte, 1);
}

static void wait_in_read_of_a_pipe(void)
{
    int ends[2];
    char byte;
    if (pipe(ends) == 0)
        (void)!read(ends[0], &byte, 1);
}

static void wait_in_read_of_a_fifo(void)
{
    char byte;
    if (mkfifo("/tmp/fi\nfo", 0600) == 0)
        (void)!read(open("/tmp/fi\nfo", O_RDWR), &byte, 1);
}

static void wait_in_flock(void)
{
    int first = open("/tmp/lock", O_RDWR | O_CREAT, 0600), second = open("/tmp/lock", O_RDWR);
    if (flock(first, LOCK_EX) == 0)
        flock(second, LOCK_EX);
}

static void wait_in_recvfrom(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    char byte;
    if (bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        recvfrom(fd, &byte, 1, 0, NULL, NULL);
}

/* A queue of 0 holds one connection; the second gets no answer. */
static void wait_in_connect(void)
{
    listener(8080);
    client(8080);
    client(8080);
}

static void wait_in_poll(void)
{
    struct pollfd fd = { .fd = listener(8080), .events = POLLIN };
    poll(&fd, 1, -1);
}

static void wait_in_poll_of_nothing(void)
{
    poll(NULL, 0, -1);
}

static void wait_in_epoll(void)
{
    struct epoll_event event = { .events = EPOLLIN };
    int set = epoll_create1(0);
    if (epoll_ctl(set, EPOLL_CTL_ADD, listener(8080), &event) == 0)
        epoll_wait(set, &event, 1, -1);
}

static void wait_in_select(void)
{
    fd_set set;
    FD_ZERO(&set);
    int fd = listener(8080);
    FD_SET(fd, &set);
    select(fd + 1, &set, NULL, NULL, NULL);
}

static void wait_in_nanosleep(void)
{
    struct timespec time = { .tv_sec = 1000 };
    syscall(SYS_nanosleep, &time, NULL);
}

static void wait_in_sleep(void)
{
    sleep(1000);
}

static void wait_in_futex(void)
{
    static int word;
    syscall(SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
}

static void wait_in_pause(void)
{
    pause();
}

static void wait_for_a_child(void)
{
    if (fork() == 0)
        pause();
    waitpid(-1, NULL, 0);
}

static void wait_in_two(void)
{
    if (fork() == 0)
        wait_in_recvfrom();
    wait_in_poll();
}

static void be_stopped(void)
{
    raise(SIGSTOP);
}

static void be_busy(void)
{
    for (volatile unsigned i = 0;; i++)
        ;
}

static void *wait_forever(void *unused)
{
    (void)unused;
    wait_in_futex();
    return NULL;
}

static void *wait_at_a_door(void *unused)
{
    (void)unused;
    wait_in_accept();
    return NULL;
}

static void wait_in_threads(void)
{
    pthread_t thread;
    for (int i = 0; i < 2; i++)
        pthread_create(&thread, NULL, wait_forever, NULL);
    wait_in_accept();
}

static void leave_a_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_at_a_door, NULL);
    syscall(SYS_exit, 0); /* this thread alone */
}

/* --- What each waits in --- */

static const struct wait {
    const char *name;
    void (*run)(void);
    const char *text;
} waits[] = {
    { "accept", wait_in_accept,
      "pid 2 waits in accept(2) on descriptor 3: TCP 127.0.0.1:8080, listening\n" },
    { "accept4", wait_in_accept4,
      "pid 2 waits in accept4(2) on descriptor 3: TCP 127.0.0.1:8080, listening\n" },
    { "input", wait_for_input, "pid 2 waits in read(2) on descriptor 0: its standard input\n" },
    { "pipe", wait_in_read_of_a_pipe, "pid 2 waits in read(2) on descriptor 3: a pipe\n" },
    { "fifo", wait_in_read_of_a_fifo,
      "pid 2 waits in read(2) on descriptor 3: /tmp/fi\\x0Afo (a FIFO)\n" },
    { "flock", wait_in_flock, "pid 2 waits in flock(2) on descriptor 4: /tmp/lock (a file)\n" },
    { "recvfrom", wait_in_recvfrom,
      "pid 2 waits in recvfrom(2) on descriptor 3: UDP 0.0.0.0:53\n" },
    { "poll", wait_in_poll,
      "pid 2 waits in poll(2)\n  descriptor 3: TCP 127.0.0.1:8080, listening\n" },
    { "poll of nothing", wait_in_poll_of_nothing, "pid 2 waits in poll(2)\n  it has no socket\n" },
    { "epoll", wait_in_epoll,
      "pid 2 waits in epoll_wait(2)\n  descriptor 4: TCP 127.0.0.1:8080, listening\n" },
    { "select", wait_in_select,
      "pid 2 waits in select(2)\n  descriptor 3: TCP 127.0.0.1:8080, listening\n" },
    { "nanosleep", wait_in_nanosleep, "pid 2 sleeps in nanosleep(2)\n" },
    { "sleep", wait_in_sleep, "pid 2 sleeps in clock_nanosleep(2)\n" },
    { "futex", wait_in_futex, "pid 2 waits in futex(2)\n" },
#ifdef SYS_pause
    { "pause", wait_in_pause, "pid 2 waits in pause(2)\n" },
    { "child", wait_for_a_child, "pid 2 waits in wait4(2) for a child\npid 3 waits in pause(2)\n" },
#endif
    { "two", wait_in_two,
      "pid 2 waits in poll(2)\n  descriptor 3: TCP 127.0.0.1:8080, listening\n"
      "pid 3 waits in recvfrom(2) on descriptor 3: UDP 0.0.0.0:53\n" },
    { "stop", be_stopped, "pid 2 was stopped by a signal\n" },
    { "busy", be_busy, "pid 2 is running\n" },
    { "threads", wait_in_threads,
      "pid 2, thread 2 waits in accept(2) on descriptor 3: TCP 127.0.0.1:8080, listening\n"
      "pid 2, each of 2 threads waits in futex(2)\n" },
    { "thread alone", leave_a_thread,
      "pid 2, thread 3 waits in accept(2) on descriptor 3: TCP 127.0.0.1:8080, listening\n" },
};

static const struct wait *current;

static void run_current(int channel)
{
    program(current->run);
    stay(channel);
}

/* The tag of PID in the world; 0 where there is no such process. */
static uint64_t tag_of(int pid)
{
    struct stat st;
    AUTO_FREE char *path = mem_printf("%d/ns/uts", pid);
    if (fstatat(world.proc, path, &st, 0) == 0)
        return st.st_ino;
    /* Its main thread may have ended. */
    AUTO_FREE char *thread = mem_printf("%d/task/%d/ns/uts", pid, pid + 1);
    return fstatat(world.proc, thread, &st, 0) == 0 ? st.st_ino : 0;
}

/* Waits until PID is in a namespace that is not the world's; its tag. */
static uint64_t own_tag(int pid)
{
    for (int i = 0; i < BOUND_MS; i++) {
        uint64_t tag = tag_of(pid);
        if (tag && tag != tag_of(1))
            return tag;
        usleep(1000);
    }
    fail_msg("process %d is not there", pid);
    return 0;
}

/* Asks REPORT about TAG until it says TEXT. */
static void await_report(void (*report)(struct buf *, int, int, uint64_t), uint64_t tag,
                         const char *text)
{
    AUTO(buf_release) struct buf out = BUF_INIT;
    for (int i = 0; i < BOUND_MS; i++) {
        buf_clear(&out);
        report(&out, world.proc, world.diag, tag);
        if (strcmp(buf_str(&out), text) == 0)
            return;
        usleep(1000);
    }
    fail_msg("`%s`, not `%s`", buf_str(&out), text);
}

static void each_wait_is_described(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(waits); i++) {
        current = &waits[i];
        need_world(world_start(&world, run_current));
        await_report(observe_describe, own_tag(2), current->text);
        world_end(&world);
    }
}

/* Its own port is the kernel's choice. */
static void a_connect_without_answer_is_described(void **state)
{
    (void)state;
    static const struct wait connecting = { "connect", wait_in_connect, NULL };
    current = &connecting;
    need_world(world_start(&world, run_current));
    uint64_t tag = own_tag(2);
    static const char begin[] = "pid 2 waits in connect(2) on descriptor 5: TCP 127.0.0.1:";
    AUTO(buf_release) struct buf out = BUF_INIT;
    for (int i = 0; i < BOUND_MS && !strstr(buf_str(&out), begin); i++) {
        usleep(1000);
        buf_clear(&out);
        observe_describe(&out, world.proc, world.diag, tag);
    }
    assert_contains(buf_str(&out), begin);
    assert_contains(buf_str(&out), " to 127.0.0.1:8080, connecting\n");
}

/* --- What counts as ready --- */

static size_t ready(uint64_t tag)
{
    struct err err = { 0 };
    size_t count = 99;
    if (!observe_ready(world.proc, world.diag, tag, OBSERVE_SERVING, &count, &err))
        fail_msg("%s", err.text);
    return count;
}

static void await_ready(uint64_t tag, size_t count)
{
    size_t last = 0;
    for (int i = 0; i < BOUND_MS && (last = ready(tag)) != count; i++)
        usleep(1000);
    assert_int_equal(last, count);
}

static void serve_from_a_daemon(void)
{
    if (fork() > 0)
        return;
    setsid();
    if (fork() > 0)
        return;
    wait_in_accept();
}

/* Three servers on two sockets, and sockets that do not count. */
static void serve_together(void)
{
    int fd = listener(8081);
    listener(8082);
    dup(fd);
    socket(AF_INET, SOCK_STREAM, 0);
    socket(AF_UNIX, SOCK_DGRAM, 0);
    client(8082);
    fork();
    fork();
    pause();
}

static void run_ready(int channel)
{
    listener(8079); /* the init's own */
    program(serve_from_a_daemon);
    program(serve_together);
    program(wait_in_pause);
    stay(channel);
}

/* Tags are told apart by what is there: of a daemon only the grandchild remains. */
static void each_program_has_its_own_sockets(void **state)
{
    (void)state;
    need_world(world_start(&world, run_ready));
    uint64_t init = tag_of(1), daemon = 0, together = 0;
    AUTO(buf_release) struct buf out = BUF_INIT;
    for (int i = 0; i < BOUND_MS && !(daemon && together); i++) {
        usleep(1000);
        for (int pid = 2; pid < 12; pid++) {
            uint64_t tag = tag_of(pid);
            buf_clear(&out);
            if (tag && tag != init)
                observe_sockets(&out, world.proc, world.diag, tag);
            if (strstr(buf_str(&out), ":8080"))
                daemon = tag;
            if (strstr(buf_str(&out), ":8081"))
                together = tag;
        }
    }
    assert_true(daemon && together && daemon != together);
    await_ready(daemon, 1);
    await_ready(together, 2);
    /* The init never counts, whose socket a program that begins still holds too. */
    await_ready(init, 0);
    assert_int_equal(ready(1), 0);
}

static void serve_in_two(void)
{
    listener(8081);
    dup(3);
    socket(AF_INET, SOCK_STREAM, 0);
    if (fork() == 0)
        close(3);
    pause();
}

static void sockets_are_listed_once(void **state)
{
    (void)state;
    static const struct wait two = { "two", serve_in_two, NULL };
    static const struct wait none = { "none", wait_in_sleep, NULL };
    current = &two;
    need_world(world_start(&world, run_current));
    await_report(observe_sockets, own_tag(2),
                 "TCP 127.0.0.1:8081, listening (descriptor 3 of pid 2, 4 of pid 2, 4 of pid 3)\n"
                 "TCP, neither listening nor connected (descriptor 5 of pid 2, 5 of pid 3)\n");
    world_end(&world);
    current = &none;
    need_world(world_start(&world, run_current));
    await_report(observe_sockets, own_tag(2), "it has no socket\n");
    await_report(observe_sockets, 1, "it has no socket\n");
    await_report(observe_describe, 1, "");
}

/* Children come and go, each with a socket, as fast as they can. */
static void come_and_go(void)
{
    listener(8080);
    for (;;) {
        pid_t pid = fork();
        if (pid == 0) {
            socket(AF_UNIX, SOCK_STREAM, 0);
            _exit(0);
        }
        waitpid(pid, NULL, 0);
    }
}

static void a_process_may_end_while_looked_at(void **state)
{
    (void)state;
    static const struct wait coming = { "coming", come_and_go, NULL };
    current = &coming;
    need_world(world_start(&world, run_current));
    uint64_t tag = own_tag(2);
    await_ready(tag, 1);
    AUTO(buf_release) struct buf out = BUF_INIT;
    for (int i = 0; i < 400; i++) {
        assert_int_equal(ready(tag), 1);
        observe_describe(&out, world.proc, world.diag, tag);
    }
    assert_null(strstr(buf_str(&out), "cannot"));
}

/* --- What no process here can be brought to: a folder that looks like /proc --- */

/* Makes TEXT the content of NAME in the folder; "->" begins a symbolic link's target. */
static void put(const char *name, const char *text)
{
    AUTO_FREE char *path = path_join(top, name);
    if (text && strncmp(text, "->", 2) == 0)
        assert_int_equal(symlink(text + 2, path), 0);
    else if (text)
        put_file(path, text);
}

/* What is said of process 7 with STATE and SYSCALL (NULL: no such file); its descriptor 5 is LINK. */
static char *described(const char *state, const char *syscall_text, const char *link)
{
    top = mem_strdup("/tmp/snip-unit-XXXXXX");
    assert_non_null(mkdtemp(top));
    AUTO_FREE char *stat_text = mem_printf("7 (a) b) %s 1 7 7 0 0", state);
    AUTO_FREE char *uts = path_join(top, "7/ns/uts");
    AUTO_FREE char *fds = path_join(top, "7/fd");
    struct stat st;
    put("7/ns/uts", "");
    put("7/stat", stat_text);
    put("7/task/7/stat", stat_text);
    put("7/task/7/syscall", syscall_text);
    assert_int_equal(mkdir(fds, 0700), 0);
    put("7/fd/5", link);
    put("7/fd/1", link);
    assert_int_equal(stat(uts, &st), 0);
    AUTO_CLOSE int proc = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct buf out = BUF_INIT;
    observe_describe(&out, proc, -1, st.st_ino);
    fs_remove_tree(top);
    free(top);
    return buf_steal(&out);
}

static void rare_states_are_described(void **state)
{
    (void)state;
    AUTO_FREE char *read_5 = mem_printf("%d 0x5 0x0 0x1 0x0 0x0 0x0 0x7ff0 0x7ff1", SYS_read);
    AUTO_FREE char *read_1 = mem_printf("%d 0x1 0x0 0x1 0x0 0x0 0x0 0x7ff0 0x7ff1", SYS_read);
    const struct {
        const char *state, *call, *link, *text;
    } cases[] = {
        { "S", read_5, "->anon_inode:[eventfd]",
          "pid 7 waits in read(2) on descriptor 5: an eventfd\n" },
        { "S", read_5, "->anon_inode:[eventpoll]",
          "pid 7 waits in read(2) on descriptor 5: an epoll instance\n" },
        { "S", read_5, "->/dev/null",
          "pid 7 waits in read(2) on descriptor 5: /dev/null (a device)\n" },
        { "S", read_1, "->/dev/null",
          "pid 7 waits in read(2) on descriptor 1: its standard output\n" },
        { "S", read_1, "->/", "pid 7 waits in read(2) on descriptor 1: / (a directory)\n" },
        { "S", read_5, "->/", "pid 7 waits in read(2) on descriptor 5: / (a directory)\n" },
        { "S", read_5, "->socket:[1]", "pid 7 waits in read(2) on descriptor 5: a socket\n" },
        { "S", read_5, NULL, "pid 7 waits in read(2) on descriptor 5: not open any more\n" },
        { "S", "99999 0x5", NULL, "pid 7 waits in system call 99999\n  it has no socket\n" },
        { "S", "-1 0x7ff0 0x7ff1", NULL,
          "pid 7 waits outside of any system call\n  it has no socket\n" },
        { "S", NULL, NULL,
          "pid 7 waits in a call that cannot be read (No such file or directory)\n"
          "  it has no socket\n" },
        { "R", NULL, NULL, "pid 7 is running\n" },
        { "t", read_5, NULL, "pid 7 is held by a tracer\n" },
        { "Z", read_5, NULL, "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *text = described(cases[i].state, cases[i].call, cases[i].link);
        assert_string_equal(text, cases[i].text);
    }
}

/* --- What may not be looked at --- */

/* Tells whether a look at the machine's own processes is refused, to somebody without capabilities. */
static bool is_refused(void)
{
    size_t count;
    struct err err = { 0 };
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return !observe_ready(proc, -1, 1, OBSERVE_SERVING, &count, &err) && err.kind == ERR_SYSTEM &&
           strstr(err.text, "cannot look at process ") && strstr(err.text, "Permission denied");
}

/* Only with a capability one may look at a process that is not dumpable (PR_SET_DUMPABLE(2const)). */
static void a_process_out_of_reach_is_an_error(void **state)
{
    (void)state;
    pid_t hidden = fork();
    if (hidden == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        prctl(PR_SET_DUMPABLE, 0);
        pause();
        _exit(0);
    }
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
        const struct __user_cap_data_struct none[2] = { { 0 } };
        if (syscall(SYS_capset, &head, none) < 0)
            _exit(2);
        for (int i = 0; i < BOUND_MS && !is_refused(); i++)
            usleep(1000); /* the other may not be hidden yet */
        _exit(!is_refused());
    }
    waitpid(pid, &status, 0);
    kill(hidden, SIGKILL);
    waitpid(hidden, NULL, 0);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_wait_is_described, tear_down),
        cmocka_unit_test_teardown(a_connect_without_answer_is_described, tear_down),
        cmocka_unit_test_teardown(each_program_has_its_own_sockets, tear_down),
        cmocka_unit_test_teardown(sockets_are_listed_once, tear_down),
        cmocka_unit_test_teardown(a_process_may_end_while_looked_at, tear_down),
        cmocka_unit_test(rare_states_are_described),
        cmocka_unit_test(a_process_out_of_reach_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
