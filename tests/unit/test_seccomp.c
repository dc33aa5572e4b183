/*
 * box/world/seccomp: what the system calls of a program in a box answer. Each row of attempts.h is a real
 * attempt: this test runs itself in a box, there makes them one after the other and prints what
 * differs from what is expected. Needs namespaces.
 */
#include "attempts.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "box/host.h"
#include "box/world/seccomp.h"
#include "file/fs.h"

enum { BOUND_MS = 60000 };

static void report(const char *name, int expected, int got)
{
    if (got != expected)
        printf("%s: %s, not %s\n", name, strerrorname_np(got), strerrorname_np(expected));
}

static void make_attempts(const struct attempt *attempts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const long *args = attempts[i].args;
        long got = syscall(attempts[i].call, args[0], args[1], args[2], args[3], 0, 0);
        report(attempts[i].name, attempts[i].expected, got < 0 ? errno : SUCCESS);
    }
    printf("%zu made\n", count);
}

#ifdef __x86_64__
static sigjmp_buf without_ia32;

static void on_fault(int sig)
{
    (void)sig;
    siglongjmp(without_ia32, 1);
}

/* getpid() as 32-bit programs call it. A kernel that has no such calls sends SIGSEGV. */
static void call_by_interrupt(void)
{
    volatile long got = -ENOSYS;
    signal(SIGSEGV, on_fault);
    if (sigsetjmp(without_ia32, 1) == 0)
        __asm__ volatile("int $0x80" : "=a"(got) : "a"(20L) : "memory");
    report("getpid by int 0x80", ENOSYS, got < 0 ? (int)-got : SUCCESS);
}
#endif

/* A filter of one's own that allows everything must loosen nothing. */
static void allow_everything(void)
{
    struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = { 1, &allow };
    long got = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
    report("seccomp", SUCCESS, got < 0 ? errno : SUCCESS);
}

/* What programs of articles use; each returns whether it works. */

static void *set_to_one(void *flag)
{
    *(int *)flag = 1;
    return NULL;
}

static bool threads_work(void)
{
    pthread_t thread;
    int flag = 0;
    return pthread_create(&thread, NULL, set_to_one, &flag) == 0 &&
           pthread_join(thread, NULL) == 0 && flag;
}

static bool processes_work(void)
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(3);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || WEXITSTATUS(status) != 3)
        return false;
    FILE *pipe = popen("exit 4", "r");
    return pipe && WEXITSTATUS(pclose(pipe)) == 4;
}

static bool is_readable(int epoll, int fd)
{
    struct epoll_event event = { .events = EPOLLIN };
    return fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0 &&
           epoll_wait(epoll, &event, 1, BOUND_MS) == 1 &&
           epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL) == 0;
}

static bool events_work(void)
{
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    AUTO_CLOSE int epoll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, 0),
                   event = eventfd(1, 0), signals = -1, notify = inotify_init1(0);
    bool ok = timerfd_settime(timer, 0, &(struct itimerspec){ { 0, 0 }, { 0, 1 } }, NULL) == 0 &&
              sigprocmask(SIG_BLOCK, &usr1, NULL) == 0 && raise(SIGUSR1) == 0 &&
              inotify_add_watch(notify, "/tmp", IN_CREATE) >= 0 && mkdir("/tmp/seen", 0700) == 0;
    signals = signalfd(-1, &usr1, 0);
    return ok && is_readable(epoll, timer) && is_readable(epoll, event) &&
           is_readable(epoll, signals) && is_readable(epoll, notify);
}

static bool memory_works(void)
{
    AUTO_CLOSE int memfd = memfd_create("memory", 0), shm = shm_open("/s", O_CREAT | O_RDWR, 0600);
    if (ftruncate(memfd, 4096) < 0 || ftruncate(shm, 4096) < 0)
        return false;
    char *a = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
    char *b = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shm, 0);
    return a != MAP_FAILED && b != MAP_FAILED && mprotect(a, 4096, PROT_READ) == 0 &&
           munmap(a, 4096) == 0 && munmap(b, 4096) == 0 && shm_unlink("/s") == 0;
}

static bool messages_work(void)
{
    struct {
        long type;
        char text[4];
    } message = { 1, "abc" };
    char text[8192];
    int queue = msgget(IPC_PRIVATE, 0600), semaphores = semget(IPC_PRIVATE, 1, 0600);
    struct sembuf post = { 0, 1, 0 };
    bool sysv = msgsnd(queue, &message, 4, 0) == 0 && msgrcv(queue, &message, 4, 0, 0) == 4 &&
                semop(semaphores, &post, 1) == 0 && semctl(semaphores, 0, GETVAL) == 1;
    mqd_t posix = mq_open("/q", O_CREAT | O_RDWR, 0600, NULL);
    return sysv && mq_send(posix, "abc", 3, 0) == 0 &&
           mq_receive(posix, text, sizeof(text), NULL) == 3 && mq_unlink("/q") == 0;
}

static bool shared_segments_work(void)
{
    int id = shmget(IPC_PRIVATE, 4096, 0600);
    char *at = shmat(id, NULL, 0);
    return at != (void *)-1 && (*at = 'a') && shmdt(at) == 0 && shmctl(id, IPC_RMID, NULL) == 0;
}

static bool sockets_work(void)
{
    int ends[2];
    char sent[] = "abc", text[4] = "";
    struct msghdr out = { .msg_iov = &(struct iovec){ sent, 3 }, .msg_iovlen = 1 };
    struct mmsghdr in = { .msg_hdr = { .msg_iov = &(struct iovec){ text, 3 }, .msg_iovlen = 1 } };
    struct pollfd ready = { .events = POLLIN };
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
        return false;
    ready.fd = ends[1];
    return sendmsg(ends[0], &out, 0) == 3 && poll(&ready, 1, BOUND_MS) == 1 &&
           recvmmsg(ends[1], &in, 1, 0, NULL) == 1 && strcmp(text, "abc") == 0 &&
           shutdown(ends[0], SHUT_RDWR) == 0;
}

static void use_everything(void)
{
    static const struct {
        const char *name;
        bool (*works)(void);
    } uses[] = {
        { "threads", threads_work },   { "processes", processes_work },
        { "events", events_work },     { "memory", memory_works },
        { "messages", messages_work }, { "shared segments", shared_segments_work },
        { "sockets", sockets_work },
    };
    for (size_t i = 0; i < COUNT(uses); i++)
        if (!uses[i].works())
            printf("%s: %s\n", uses[i].name, strerror(errno));
    printf("%zu used\n", COUNT(uses));
}

/* In the box. A leak checker at exit would want ptrace(2). */
static _Noreturn void run_inside(const char *what)
{
    if (strcmp(what, "families") == 0)
        make_attempts(families, COUNT(families));
    if (strcmp(what, "loosened") == 0)
        allow_everything();
    if (strcmp(what, "forbidden") == 0 || strcmp(what, "loosened") == 0)
        make_attempts(forbidden, COUNT(forbidden));
    if (strcmp(what, "missing") == 0)
        make_attempts(missing, COUNT(missing));
#ifdef __x86_64__
    if (strcmp(what, "interrupt") == 0)
        call_by_interrupt();
#endif
    if (strcmp(what, "uses") == 0)
        use_everything();
    fflush(stdout);
    _exit(0);
}

/* Outside. */

/* What root gives to a box is nobody's then: never a device. */
static int empty_file(void)
{
    int fd = memfd_create("empty", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* Takes the messages of BOX to their end; returns the status of its program, -1 without one. */
static int await_end(struct host *host, enum box_step *failed)
{
    struct box_message message;
    struct pollfd ready = { .fd = host->control, .events = POLLIN };
    int status = -1;
    for (;;) {
        assert_int_equal(poll(&ready, 1, BOUND_MS), 1);
        if (host_receive(host, &message) != 1)
            return status;
        if (message.kind == BOX_STEP_FAILED)
            *failed = (enum box_step)message.step;
        if (message.kind == BOX_ENDED)
            status = message.value;
        if (message.kind == BOX_GONE)
            host_finish(host);
    }
}

/* Runs ARGV in a box, this test as ./test in it; WORKSPACE as in struct box_spec. Returns its status,
 * with what it printed in OUTPUT. */
static int run(const char *const *argv, bool workspace, struct buf *output)
{
    static const char *const env[] = { "PATH=/usr/bin:/bin", "HOME=/tmp", NULL };
    AUTO(buf_release) struct buf own = BUF_INIT;
    struct err err = { 0 };
    assert_true(fs_read("/proc/self/exe", 64 << 20, &own, &err));
    const struct box_file self = { workspace ? "test" : ".project/test", own.s, own.len, true };
    AUTO_CLOSE int in = empty_file();
    AUTO_CLOSE int out = memfd_create("output", MFD_CLOEXEC);
    const struct box_program program = { .argv = argv, .env = env };
    const struct program_ends ends = { in, out };
    struct box_spec spec = { .programs = &program,
                             .nprograms = 1,
                             .workspace = workspace,
                             .files = &self,
                             .nfiles = 1,
                             .processor = -1 };
    enum box_step failed = BOX_CLONE;
    struct host host;
    char text[4096];
    if (!host_start(&host, NULL, &spec, &ends, &err))
        fail_msg("%s", err.text);
    host_run(&host, 0);
    int status = await_end(&host, &failed);
    host_reap(&host);
    if (failed != BOX_CLONE)
        fail_msg("the step failed that makes %s", box_step_name(failed));
    lseek(out, 0, SEEK_SET);
    for (ssize_t n; (n = read(out, text, sizeof(text))) > 0;)
        buf_add(output, text, (size_t)n);
    return status;
}

/* Tells whether boxes can be made here. */
static bool can_box(void)
{
    static const char *const argv[] = { "/bin/true", NULL };
    AUTO_CLOSE int null = empty_file();
    const struct box_program program = { .argv = argv, .env = argv + 1 };
    const struct program_ends ends = { null, null };
    struct box_spec spec = {
        .programs = &program, .nprograms = 1, .workspace = true, .processor = -1
    };
    enum box_step failed = BOX_CLONE;
    struct host host;
    struct err err = { 0 };
    int status = -1;
    if (host_start(&host, NULL, &spec, &ends, &err)) {
        host_run(&host, 0);
        status = await_end(&host, &failed);
    }
    host_reap(&host);
    err_release(&err);
    return status == 0;
}

#define need_box() need(can_box(), "this machine does not let boxes be made (see `snip doctor`)")

static void assert_inside(const char *what, const char *expected)
{
    const char *const argv[] = { "./test", what, NULL };
    struct buf output = BUF_INIT;
    int status = run(argv, true, &output);
    assert_string_equal(buf_str(&output), expected);
    assert_int_equal(status, 0);
    buf_release(&output);
}

static void assert_made(const char *what, size_t count)
{
    AUTO_FREE char *expected = mem_printf("%zu made\n", count);
    assert_inside(what, expected);
}

static void families_that_stay_inside_reach_the_kernel(void **state)
{
    (void)state;
    need_box();
    assert_made("families", COUNT(families));
}

static void forbidden_calls_are_not_permitted(void **state)
{
    (void)state;
    need_box();
    assert_made("forbidden", COUNT(forbidden));
}

static void unlisted_calls_are_not_there(void **state)
{
    (void)state;
    need_box();
    assert_made("missing", COUNT(missing));
}

static void other_ways_in_are_not_there(void **state)
{
    (void)state;
    need_box();
    assert_inside("interrupt", "");
}

static void a_filter_of_its_own_loosens_nothing(void **state)
{
    (void)state;
    need_box();
    assert_made("loosened", COUNT(forbidden));
}

static void what_articles_use_works(void **state)
{
    (void)state;
    need_box();
    assert_inside("uses", "7 used\n");
}

static void assert_script(const char *script, bool workspace, const char *expected)
{
    const char *const argv[] = { "/bin/sh", "-c", script, NULL };
    struct buf output = BUF_INIT;
    int status = run(argv, workspace, &output);
    assert_string_equal(buf_str(&output), expected);
    assert_int_equal(status, 0);
    buf_release(&output);
}

static void programs_of_the_system_work(void **state)
{
    (void)state;
    need_box();
    static const struct {
        const char *script, *expected;
    } programs[] = {
        { "echo abc | tr a-c A-C; mkfifo f; (echo through >f) & cat f; wait", "ABC\nthrough\n" },
        { "getent services http-alt | tr -s ' '; getent hosts localhost | tr -s ' '",
          "http-alt 8080/tcp\n::1 localhost ip6-localhost ip6-loopback\n" },
        { "ss -Hltnu; ss -Hxa | wc -l; date +%Z; nproc >/dev/null && kill -0 $$ && nice true",
          "0\nUTC\n" },
        { "cat >a.c <<X\nint main(void) { return 7; }\nX\ncc -O2 -pipe a.c -o a; ./a; echo $?",
          "7\n" },
        { "python3 -c '\n"
          "import asyncio, multiprocessing, socket, subprocess, threading, time\n"
          "t = threading.Thread(target=print, args=[\"thread\"], kwargs={\"flush\": True})\n"
          "t.start(); t.join()\n"
          "async def main():\n"
          "    server = await asyncio.start_server(lambda r, w: w.close(), \"127.0.0.1\", 8080)\n"
          "    r, w = await asyncio.open_connection(\"127.0.0.1\", 8080)\n"
          "    print(\"read\", await r.read(), flush=True)\n"
          "asyncio.run(main())\n"
          "subprocess.run([\"echo\", \"child\"])\n"
          "with multiprocessing.Pool(2) as p: print(p.map(abs, [-1, -2]), time.time() > 0)\n'",
          "thread\nread b''\nchild\n[1, 2] True\n" },
    };
    for (size_t i = 0; i < COUNT(programs); i++)
        assert_script(programs[i].script, true, programs[i].expected);
}

/* How many filters this test is under itself, as in a container. */
static int own_filters(void)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    assert_true(fs_read("/proc/self/status", 1 << 16, &text, &err));
    const char *line = strstr(buf_str(&text), "\nSeccomp_filters:");
    int count = line ? atoi(line + strlen("\nSeccomp_filters:")) : 0;
    buf_release(&text);
    return count;
}

/* A compiler's box has one too. */
static void without_a_workspace_it_is_the_same(void **state)
{
    (void)state;
    need_box();
    static const char script[] = "grep -E '^(NoNewPrivs|Seccomp(_filters)?):' /proc/self/status";
    AUTO_FREE char *expected = mem_printf("NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t%d\n",
                                          own_filters() + FILTER_PARTS - 1);
    assert_script(script, true, expected);
    /* There is no /proc to look into; without a filter this would succeed. */
    assert_script("unshare -U true || true", false,
                  "unshare: unshare failed: Operation not permitted\n");
}

/* A filter of LENGTH instructions that allows everything. Returns false where there is no room. */
static bool load_long(size_t length)
{
    static struct sock_filter code[BPF_MAXINSNS];
    struct sock_fprog program = { (unsigned short)length, code };
    for (size_t i = 0; i + 1 < length; i++)
        code[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0);
    code[length - 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

/* In a process under so many filters that there is no room for another: runs a program in a box, and
 * exits with the step that failed. */
static _Noreturn void run_without_room(void)
{
    static const char *const argv[] = { "/bin/true", NULL };
    AUTO_CLOSE int null = empty_file();
    const struct box_program program = { .argv = argv, .env = argv + 1 };
    const struct program_ends ends = { null, null };
    struct box_spec spec = {
        .programs = &program, .nprograms = 1, .workspace = true, .processor = -1
    };
    enum box_step failed = BOX_CLONE;
    struct host host;
    struct err err = { 0 };
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (size_t length = BPF_MAXINSNS; length > 100; length /= 2)
        while (load_long(length))
            continue;
    if (!host_start(&host, NULL, &spec, &ends, &err))
        _exit(BOX_CLONE);
    host_run(&host, 0);
    await_end(&host, &failed);
    host_reap(&host);
    _exit((int)failed);
}

static void without_it_no_program_runs(void **state)
{
    (void)state;
    need_box();
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        run_without_room();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), BOX_FILTER);
}

static void it_is_made_once(void **state)
{
    (void)state;
    struct err err = { 0 };
    const struct filter *filter = filter_get(FILTER_PLAIN, &err);
    assert_non_null(filter);
    assert_ptr_equal(filter_get(FILTER_PLAIN, &err), filter);
    assert_true(filter->parts[0].len > 0 && filter->parts[1].len > 0);
    assert_contains(filter_library(), "libseccomp ");
}

int main(int argc, char **argv)
{
    if (argc > 1)
        run_inside(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_that_stay_inside_reach_the_kernel),
        cmocka_unit_test(forbidden_calls_are_not_permitted),
        cmocka_unit_test(unlisted_calls_are_not_there),
        cmocka_unit_test(other_ways_in_are_not_there),
        cmocka_unit_test(a_filter_of_its_own_loosens_nothing),
        cmocka_unit_test(what_articles_use_works),
        cmocka_unit_test(programs_of_the_system_work),
        cmocka_unit_test(without_a_workspace_it_is_the_same),
        cmocka_unit_test(without_it_no_program_runs),
        cmocka_unit_test(it_is_made_once),
    };
    return cmocka_run_group_tests_name("seccomp", tests, NULL, NULL);
}
