/* box/host: what a program on a host sees, and that nothing outlives one. Needs namespaces. */
#include "hosts.h"
#include "labs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/look/observe.h"

static void identity_is_an_ordinary_user(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("id -u; id -g; cat /proc/self/uid_map | tr -s ' ' | cut -d' ' -f2,4"),
                  "1000\n1000\n1000 1\n");
    assert_prints(SHELL("grep -E '^(CapInh|CapPrm|CapEff|CapAmb|NoNewPrivs)' /proc/self/status"),
                  "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\n"
                  "CapEff:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n");
}

static void rights_cannot_be_won_back(void **state)
{
    (void)state;
    need_box();
    /* A mount, a raw socket: each would need a capability. */
    assert_prints(SHELL("mount -t tmpfs none /mnt 2>/dev/null || echo no mount\n"
                        "perl -MSocket -e 'socket(S, AF_INET, SOCK_RAW, 1) or print \"$!\\n\"'"),
                  "no mount\nOperation not permitted\n");
    assert_prints(SHELL("kill -9 1; kill -TERM 1; echo alive"), "alive\n");
    assert_prints(SHELL("for f in /proc/1/fd/* /proc/1/mem; do (: >>$f) 2>/dev/null && echo $f\n"
                        "done; true"),
                  "");
}

static void world_is_its_own(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("cat /proc/sys/kernel/hostname; echo /proc/[0-9]*"),
                  "host\n/proc/1 /proc/20001\n");
    assert_prints(SHELL("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '"), "lo\n");
    assert_prints(SHELL("ipcs -q 2>/dev/null | grep -c 0x"), "0\n");
}

static void loopback_is_up_and_nothing_else(void **state)
{
    (void)state;
    need_box();
    static const char script[] =
        "perl -MSocket -e '"
        "socket(L, AF_INET, SOCK_STREAM, 0); bind(L, sockaddr_in(8080, INADDR_ANY)) or die;"
        "listen(L, 1); socket(C, AF_INET, SOCK_STREAM, 0);"
        "print connect(C, sockaddr_in(8080, inet_aton(\"127.0.0.2\"))) ? \"joined\\n\" : \"$!\\n\";"
        "socket(D, AF_INET, SOCK_STREAM, 0);"
        "print connect(D, sockaddr_in(8080, inet_aton(\"192.0.2.1\"))) ? \"out\\n\" : \"$!\\n\";'";
    assert_prints(SHELL(script), "joined\nNetwork is unreachable\n");
}

/* What TCP has by default elsewhere, whatever this machine's settings and memory. */
static void tcp_is_the_same_on_every_machine(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("cd /proc/sys/net/ipv4; cat tcp_congestion_control tcp_rmem tcp_wmem "
                        "tcp_max_syn_backlog tcp_max_tw_buckets | tr '\\t' ' '"),
                  "reno\n4096 131072 6291456\n4096 16384 4194304\n1024\n65536\n");
}

/* Two hosts at once take the same port. */
static void hosts_do_not_meet(void **state)
{
    (void)state;
    need_box();
    static const char script[] =
        "perl -MSocket -e '$| = 1; socket(L, AF_INET, SOCK_STREAM, 0);"
        "bind(L, sockaddr_in(8080, INADDR_ANY)) or die \"$!\\n\"; listen(L, 1);"
        "print \"up\\n\"; sleep;'";
    struct host hosts[2];
    int outputs[2];
    for (int i = 0; i < 2; i++) {
        char got[4] = "";
        outputs[i] = start(&hosts[i], SHELL(script));
        assert_int_equal(read(outputs[i], got, 3), 3);
        assert_string_equal(got, "up\n");
    }
    for (int i = 0; i < 2; i++) {
        host_kill(&hosts[i]);
        host_reap(&hosts[i]);
        close(outputs[i]);
    }
}

static void no_descriptor_is_inherited(void **state)
{
    (void)state;
    need_box();
    static const int strays[] = { 5, 63, 400 };
    int source = open("/dev/null", O_RDWR);
    for (size_t i = 0; i < COUNT(strays); i++)
        assert_int_equal(dup2(source, strays[i]), strays[i]);
    assert_prints(SHELL("for f in /proc/$$/fd/*; do [ -L $f ] && echo ${f##*/}; done"),
                  "0\n1\n2\n");
    for (size_t i = 0; i < COUNT(strays); i++)
        close(strays[i]);
    close(source);
}

static void environment_is_what_was_given(void **state)
{
    (void)state;
    need_box();
    static const char *const env[] = { "A=1", "B=two words", NULL };
    static const char *const argv[] = { "/usr/bin/env", NULL };
    const struct box_program program = { .argv = argv, .env = env };
    struct box_spec spec = {
        .programs = &program, .nprograms = 1, .workspace = true, .processor = -1
    };
    assert_prints(spec, "A=1\nB=two words\n");
}

static void signals_and_limits_are_fresh(void **state)
{
    (void)state;
    need_box();
    sigset_t term, before;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &term, &before);
    struct outcome outcome = run(SHELL("exec grep -E '^Sig(Blk|Ign)' /proc/self/status"));
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    assert_string_equal(buf_str(&outcome.output),
                        "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    outcome_release(&outcome);
    assert_prints(SHELL("umask; ulimit -p; cat /proc/self/personality"), "0022\n128\n00040000\n");
}

static void one_processor_can_be_asked_for(void **state)
{
    (void)state;
    need_box();
    /* One beyond the last begins again at the first. */
    for (int i = 0; i < 3; i++) {
        struct box_spec spec = SHELL("grep ^Cpus_allowed_list /proc/self/status | grep -c '[,-]'");
        spec.processor = i * 1000;
        assert_prints(spec, "0\n");
    }
}

/* Root's programs are nobody, who may look into FOLDER then. */
static void open_folder(const char *folder)
{
    assert_int_equal(chmod(folder, 0755), 0);
}

static void files_are_read_only_in_a_private_folder(void **state)
{
    (void)state;
    need_box();
    static const char content[] = "content\n";
    struct box_file files[] = { { "one", content, strlen(content), false },
                                { "two", content, strlen(content), false } };
    struct box_spec spec = SHELL("pwd; ls -A; cat one; (echo x >one) 2>/dev/null || echo kept\n"
                                 "rm -f two 2>/dev/null; cat two; echo mine >new && cat new");
    spec.files = files;
    spec.nfiles = 2;
    assert_prints(spec, "/tmp\none\ntwo\ncontent\nkept\ncontent\nmine\n");
    assert_prints(SHELL("ls -A /tmp; stat -c %a:%u /tmp"), "700:1000\n");
    assert_false(fs_exists("/tmp/new"));
}

/* A program must not be able to change what lies outside its folder. */
static void machine_is_not_writable(void **state)
{
    (void)state;
    need_box();
    char *path = make_file("post.md", "true\n");
    AUTO_FREE char *script = mem_printf("(echo false >%s) 2>/dev/null && echo written; true", path);
    struct outcome outcome = run(SHELL(script));
    struct buf after = BUF_INIT;
    struct err err = { 0 };
    bool read = fs_read(path, 100, &after, &err);
    remove_file(path);
    assert_true(read);
    assert_string_equal(buf_str(&outcome.output), "");
    assert_string_equal(buf_str(&after), "true\n");
    buf_release(&after);
    outcome_release(&outcome);
}

/*
 * Files that only root may write stay closed where root runs snip: opened for appending, nothing
 * written.
 */
static void roots_files_are_closed(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("for f in /etc/passwd /proc/sys/kernel/core_pattern \\\n"
                        "/proc/sys/vm/drop_caches /sys/power/state /dev/kmsg; do\n"
                        "(: >>$f) 2>/dev/null && echo $f; done; true"),
                  "");
}

/* A program comes as bytes, runs, and cannot be changed, not by itself either. */
static void programs_are_read_only(void **state)
{
    (void)state;
    need_box();
    static const char script[] = "#!/bin/sh\necho run; (echo x >>$0) 2>/dev/null || echo kept\n";
    struct box_file file = {
        .name = "it", .data = script, .len = sizeof(script) - 1, .executable = true
    };
    struct box_spec spec =
        SHELL("./it; ls /dev/shm; ls -l it | cut -c1-10; rm -f it 2>/dev/null; ./it");
    spec.files = &file;
    spec.nfiles = 1;
    assert_prints(spec, "run\nkept\n-r-xr-xr-x\nrun\nkept\n");
}

/* To compile in: the folders shown at their own paths, and of the machine only the system. */
static void only_what_is_shown_is_seen(void **state)
{
    (void)state;
    need_box();
    char *path = make_file("a", "here\n");
    AUTO_FREE char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    const char *const shown[] = { folder };
    struct box_spec spec = SHELL("pwd; cat a; (echo x >a) 2>/dev/null || echo kept\n"
                                 "ls -d /home /root /sys /proc/1 /etc/shadow /run 2>/dev/null\n"
                                 "ls /var/tmp | wc -l; test -x /usr/bin/cat && echo system");
    spec.workspace = false;
    spec.directory = folder;
    spec.shown = shown;
    spec.nshown = 1;
    open_folder(folder);
    AUTO_FREE char *expected = mem_printf("%s\nhere\nkept\n1\nsystem\n", folder);
    assert_prints(spec, expected);
    spec = SHELL("pwd");
    spec.workspace = false;
    assert_prints(spec, "/\n");
    remove_file(path);
}

/* What lies in a folder that is seen anyway can be shown as well, and one in another. */
static void shown_folders_may_overlap(void **state)
{
    (void)state;
    need_box();
    char *path = make_file("a", "here\n");
    AUTO_FREE char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    const char *const shown[] = { "/usr/share", "/var/tmp", folder };
    AUTO_FREE char *script = mem_printf("cat %s; (echo x >%s) 2>/dev/null || echo kept\n"
                                        "test -d /usr/share/doc && echo doc",
                                        path, path);
    struct box_spec spec = SHELL(script);
    spec.workspace = false;
    spec.shown = shown;
    spec.nshown = COUNT(shown);
    open_folder(folder);
    assert_prints(spec, "here\nkept\ndoc\n");
    remove_file(path);
}

/* Runs SCRIPT where a compiler would run, and takes the one product "made" into TEXT. */
static bool make_product(const char *script, struct buf *text)
{
    static const char *const names[] = { "made" };
    struct box_spec spec = SHELL(script);
    struct box_message message;
    struct host host;
    bool made = false;
    spec.workspace = false;
    spec.products = names;
    spec.nproducts = 1;
    AUTO_CLOSE int output = start(&host, spec);
    while (next_message(&host, &message)) {
        if (message.kind == BOX_GONE)
            host_finish(&host);
        if (message.kind == BOX_PRODUCT) {
            made = true;
            read_to_end(host.product, text);
        }
    }
    host_reap(&host);
    return made;
}

static void products_are_handed_out(void **state)
{
    (void)state;
    need_box();
    AUTO(buf_release) struct buf text = BUF_INIT;
    assert_true(make_product("echo new >/.build/made", &text));
    assert_string_equal(buf_str(&text), "new\n");
}

/* Whatever lies in a product's place, nothing of the machine comes out, and nobody waits. */
static void only_files_are_products(void **state)
{
    (void)state;
    need_box();
    static const char *const scripts[] = {
        "exit 0",
        "ln -s /etc/passwd /.build/made",
        "ln -s /dev/zero /.build/made",
        "mkfifo /.build/made",
        "mkdir /.build/made",
        "truncate -s 1T /.build/made",
        "rmdir /.build; echo x >made; exit 0",
    };
    for (size_t i = 0; i < COUNT(scripts); i++) {
        AUTO(buf_release) struct buf text = BUF_INIT;
        assert_false(make_product(scripts[i], &text));
    }
}

static void ends_are_told(void **state)
{
    (void)state;
    need_box();
    struct outcome outcome = run(SHELL("exit 3"));
    assert_true(WIFEXITED(outcome.status));
    assert_int_equal(WEXITSTATUS(outcome.status), 3);
    outcome_release(&outcome);
    outcome = run(SHELL("printf cut; kill -SEGV $$"));
    assert_true(WIFSIGNALED(outcome.status));
    assert_int_equal(WTERMSIG(outcome.status), SIGSEGV);
    assert_string_equal(buf_str(&outcome.output), "cut");
    outcome_release(&outcome);
}

static void processor_time_is_told(void **state)
{
    (void)state;
    need_box();
    const char *const argv[] = { "/usr/bin/perl", "-e",
                                 "sub spend { 1 while (times)[0] + (times)[1] < $_[0] }"
                                 "fork or spend(0.2), exit; wait; spend(0.1)",
                                 NULL };
    AUTO(outcome_release) struct outcome outcome = run(shell(argv));
    assert_int_equal(outcome.status, 0);
    assert_in_range(outcome.processor_ms, 200, BOUND_MS);
}

static void steps_are_reported(void **state)
{
    (void)state;
    need_box();
    struct box_spec spec = SHELL("exit 0");
    AUTO(outcome_release) struct outcome silent = run(spec);
    assert_int_equal(silent.steps, 0);
    spec.report_steps = true;
    AUTO(outcome_release) struct outcome told = run(spec);
    assert_int_equal(told.steps, 1U << BOX_IDENTITY | 1U << BOX_MOUNTS | 1U << BOX_PROC |
                                     1U << BOX_NETWORK | 1U << BOX_LIMITS | 1U << BOX_FILTER);
}

static void failed_steps_are_named(void **state)
{
    (void)state;
    need_box();
    static const struct {
        const char *program;
        int error;
    } programs[] = { { "/no/such", ENOENT }, { "/etc", EACCES }, { "/etc/passwd", EACCES } };
    for (size_t i = 0; i < COUNT(programs); i++) {
        const char *argv[4] = { programs[i].program, NULL };
        struct outcome outcome = run(shell(argv));
        assert_int_equal(outcome.failed, BOX_EXEC);
        assert_int_equal(outcome.error, programs[i].error);
        outcome_release(&outcome);
    }
    struct box_file impossible = { .name = "/usr/new" };
    struct box_spec spec = SHELL("echo never");
    spec.files = &impossible;
    spec.nfiles = 1;
    AUTO(outcome_release) struct outcome outcome = run(spec);
    assert_int_equal(outcome.failed, BOX_MOUNTS);
    assert_int_equal(outcome.error, EROFS);
    assert_string_equal(buf_str(&outcome.output), "");
}

/* Who is to be the hosts' parent tells it, as of what there are no hosts for yet. */
static void a_failed_lab_is_told_by_host_and_step(void **state)
{
    (void)state;
    need_box();
    struct err err = { 0 };
    struct box_message message;
    struct host host, hosts[2];
    const struct lab lab = {
        HOSTS({ .name = NAME("bob"), LINKS({ .network = 0, ADDRESSES(IP4(1, 1)) }) },
              { .name = NAME("alice"), LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP4(1, 2)) }) }),
        NETWORKS(NAME("lan"))
    };
    const struct box_spec spec = { .workspace = true, .lab = &lab };
    if (!host_start(&host, hosts, &spec, NULL, &err))
        fail_msg("%s", err.text);
    assert_true(next_message(&host, &message));
    assert_int_equal(message.kind, BOX_STEP_FAILED);
    assert_int_equal(message.step, BOX_HOSTS);
    assert_int_equal(message.value, EEXIST);
    AUTO_FREE char *place = netlab_failure_place(&lab, &message.lab);
    assert_string_equal(place, "host `alice`: an address");
    assert_false(next_message(&host, &message));
    host_reap(&host);
    for (size_t i = 0; i < COUNT(hosts); i++)
        host_reap(&hosts[i]);
}

/* A kernel that has tables of a network's own, since Linux 6.1, has small ones for each host. */
static void a_labs_hosts_have_tables_of_their_own(void **state)
{
    (void)state;
    need_box();
    struct err err = { 0 };
    struct host host, hosts[1];
    struct outcome outcome = { .failed = -1, .status = -1 };
    const struct lab lab = { HOSTS({ .name = NAME("alice"),
                                     LINKS({ .network = 0, ADDRESSES(IP4(1, 1)) }) }),
                             NETWORKS(NAME("lan")) };
    struct box_spec spec = SHELL("cd /proc/sys/net/ipv4; cat tcp_congestion_control\n"
                                 "for f in tcp_ehash_entries udp_hash_entries; do\n"
                                 "[ ! -e $f ] && echo 1024 || cat $f; done");
    spec.lab = &lab;
    int ends[2];
    AUTO_CLOSE int in = empty_input();
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    if (!host_start(&host, hosts, &spec, &(struct program_ends){ in, ends[1] }, &err))
        fail_msg("%s", err.text);
    close(ends[1]);
    host_run(&hosts[0], 0);
    read_messages(&hosts[0], &outcome);
    read_to_end(ends[0], &outcome.output);
    assert_string_equal(buf_str(&outcome.output), "reno\n1024\n1024\n");
    close(ends[0]);
    outcome_release(&outcome);
    host_reap(&host);
    host_reap(&hosts[0]);
}

static void too_many_files_are_refused(void **state)
{
    (void)state;
    struct box_file files[161] = { { .name = "a" } };
    struct box_spec spec = SHELL("exit 0");
    struct host host;
    struct err err = { 0 };
    spec.files = files;
    spec.nfiles = COUNT(files);
    assert_false(host_start(&host, NULL, &spec, NULL, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "at most 160 files");
    host_kill(&host);
    host_reap(&host);
    err_release(&err);
}

static void what_was_left_behind_is_killed(void **state)
{
    (void)state;
    need_box();
    struct host host;
    struct box_message message = { 0 };
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO_CLOSE int output = start(&host, SHELL("sleep 1000 & (trap '' TERM HUP INT; sleep 1000) & "
                                               "setsid sleep 1000 &\necho done"));
    while (message.kind != BOX_ENDED)
        assert_true(next_message(&host, &message));
    host_finish(&host);
    /* It ends only when all that hold the output are gone. */
    read_to_end(output, &text);
    assert_string_equal(buf_str(&text), "done\n");
    host_reap(&host);
}

/* Who waits until it serves looks from its first moment on, when it is still a copy of the init. */
static void what_begins_serves_nothing(void **state)
{
    (void)state;
    need_box();
    for (int i = 0; i < 20; i++) {
        struct outcome outcome = { .failed = -1, .status = -1 };
        struct box_message message = { .kind = BOX_READY };
        struct host host;
        struct err err = { 0 };
        size_t count = 0;
        AUTO_CLOSE int output = start(&host, SHELL("echo begun"));
        while (message.kind != BOX_STARTED)
            assert_true(next_message(&host, &message));
        for (int look = 0; look < 100 && count == 0; look++)
            if (!observe_ready(host.proc, host.diag, message.tag, OBSERVE_SERVING, &count, &err))
                fail_msg("%s", err.text);
        assert_int_equal(count, 0);
        read_to_end(output, &outcome.output);
        read_messages(&host, &outcome);
        host_reap(&host);
        outcome_release(&outcome);
    }
}

static void stops_are_told(void **state)
{
    (void)state;
    need_box();
    struct host host;
    struct box_message message = { 0 };
    AUTO_CLOSE int output = start(&host, SHELL("kill -STOP $$"));
    while (message.kind != BOX_STOPPED)
        assert_true(next_message(&host, &message));
    assert_int_equal(message.value, SIGSTOP);
    host_kill(&host);
    host_reap(&host);
    assert_int_equal(host.pid, -1);
    assert_int_equal(host.pidfd, -1);
    host_reap(&host);
}

/* In a helper that will be killed: starts a host and writes its init's pid to TELL. */
static _Noreturn void start_and_wait(int tell, int output)
{
    struct host host;
    struct err err = { 0 };
    struct box_spec spec = SHELL("trap '' TERM HUP INT; sleep 1000 & echo up; wait; sleep 1000");
    const struct program_ends ends = { empty_input(), output };
    if (!host_start(&host, NULL, &spec, &ends, &err) ||
        write(tell, &host.pid, sizeof(host.pid)) != (ssize_t)sizeof(host.pid))
        _exit(1);
    host_run(&host, 0);
    for (;;)
        pause();
}

static void assert_ready(int fd)
{
    struct pollfd ready = { .fd = fd, .events = POLLIN };
    assert_int_equal(poll(&ready, 1, BOUND_MS), 1);
}

static void box_dies_with_its_maker(void **state)
{
    (void)state;
    need_box();
    int told[2], output[2];
    pid_t init = -1;
    char got[4] = "";
    assert_int_equal(pipe2(told, O_CLOEXEC), 0);
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    pid_t helper = fork();
    assert_true(helper >= 0);
    if (helper == 0)
        start_and_wait(told[1], output[1]);
    close(told[1]);
    close(output[1]);
    assert_int_equal(read(told[0], &init, sizeof(init)), sizeof(init));
    AUTO_CLOSE int pidfd = (int)syscall(SYS_pidfd_open, init, 0);
    assert_true(pidfd >= 0);
    assert_int_equal(read(output[0], got, 3), 3);
    assert_string_equal(got, "up\n");
    assert_int_equal(kill(helper, SIGKILL), 0);
    assert_int_equal(waitpid(helper, NULL, 0), helper);
    assert_ready(pidfd);
    /* The sleeps and the shell held the other end. */
    assert_ready(output[0]);
    assert_int_equal(read(output[0], got, 1), 0);
    close(told[0]);
    close(output[0]);
}

static void errors_name_the_step(void **state)
{
    (void)state;
    struct err err = { 0 };
    for (int step = 0; step < BOX_STEPS; step++)
        assert_true(strlen(box_step_name((enum box_step)step)) > 3);
    assert_false(box_step_error(&err, BOX_PROC, NULL, EPERM));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_string_equal(err.text, "cannot run programs in a box: a /proc of its own: "
                                  "Operation not permitted");
    assert_non_null(err.hint);
    err_release(&err);
    assert_false(box_step_error(&err, BOX_HOSTS, "host `alice`: an address", EOPNOTSUPP));
    assert_string_equal(err.text, "cannot run programs in a box: the networks of a lab: "
                                  "host `alice`: an address: Operation not supported");
    assert_contains(err.hint, "modprobe");
    err_release(&err);
    /* What a machine forbids has a mend, each with a command or where to look. */
    static const struct {
        enum box_step step;
        int error;
    } known[] = { { BOX_CLONE, EPERM },    { BOX_CLONE, ENOSYS },    { BOX_CLONE, ENOSPC },
                  { BOX_IDENTITY, EPERM }, { BOX_MOUNTS, EACCES },   { BOX_NETWORK, EPERM },
                  { BOX_LIMITS, EPERM },   { BOX_IDENTITY, EACCES }, { BOX_FILTER, ENOSYS },
                  { BOX_FORK, EAGAIN } };
    for (size_t i = 0; i < COUNT(known); i++) {
        assert_false(box_step_error(&err, known[i].step, NULL, known[i].error));
        assert_non_null(err.hint);
        err_release(&err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_is_an_ordinary_user),
        cmocka_unit_test(rights_cannot_be_won_back),
        cmocka_unit_test(world_is_its_own),
        cmocka_unit_test(loopback_is_up_and_nothing_else),
        cmocka_unit_test(tcp_is_the_same_on_every_machine),
        cmocka_unit_test(hosts_do_not_meet),
        cmocka_unit_test(no_descriptor_is_inherited),
        cmocka_unit_test(environment_is_what_was_given),
        cmocka_unit_test(signals_and_limits_are_fresh),
        cmocka_unit_test(one_processor_can_be_asked_for),
        cmocka_unit_test(files_are_read_only_in_a_private_folder),
        cmocka_unit_test(machine_is_not_writable),
        cmocka_unit_test(roots_files_are_closed),
        cmocka_unit_test(programs_are_read_only),
        cmocka_unit_test(only_what_is_shown_is_seen),
        cmocka_unit_test(shown_folders_may_overlap),
        cmocka_unit_test(products_are_handed_out),
        cmocka_unit_test(only_files_are_products),
        cmocka_unit_test(ends_are_told),
        cmocka_unit_test(processor_time_is_told),
        cmocka_unit_test(steps_are_reported),
        cmocka_unit_test(failed_steps_are_named),
        cmocka_unit_test(a_failed_lab_is_told_by_host_and_step),
        cmocka_unit_test(a_labs_hosts_have_tables_of_their_own),
        cmocka_unit_test(too_many_files_are_refused),
        cmocka_unit_test(what_was_left_behind_is_killed),
        cmocka_unit_test(what_begins_serves_nothing),
        cmocka_unit_test(stops_are_told),
        cmocka_unit_test(box_dies_with_its_maker),
        cmocka_unit_test(errors_name_the_step),
    };
    return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
