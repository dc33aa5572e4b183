/*
 * What a box's first process does.
 *
 * All of the setting up is done by the init itself, in its own namespaces, so that no second process
 * has to be waited for: it maps one uid (ours, which is BOX_UID inside; for root's programs nobody's),
 * makes the world, mounts /proc, brings up loopback, sets limits. Then it waits for two things at
 * once: packets from snip, and children that end. A program that it forks gives up all capabilities
 * but those it has a right to (box/world/rights.h).
 *
 * Programs and their descendants are told apart by their uts namespaces: each program is started in
 * one of its own, which nothing inside has the right to leave, so that it marks a daemon that has
 * forked twice as surely as the program itself. In all else the programs share one host.
 *
 * Ending: a program's end is told first; then what bears its mark is killed and reaped, and that is
 * told too. Should snip die, the control socket's end or PR_SET_PDEATHSIG ends the init, and the
 * kernel kills the rest of its pid namespace.
 */
#include "box/inside/init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/inside/split.h"
#include "box/inside/tell.h"
#include "box/inside/title.h"
#include "box/world/files.h"
#include "box/world/limit.h"
#include "box/world/procfs.h"
#include "box/world/rights.h"
#include "box/world/seccomp.h"
#include "box/world/tun.h"
#include "box/world/world.h"

enum {
    MAX_PROCESSES = 128,
    /* Pids are shown; so that a mask can tell them from other small numbers, they begin high. */
    PIDS_AFTER = 20000,
    CLEAR_AGAIN_MS = 1,
};

static const char host_name[] = "host";

/* A program of the box, so far. */
struct program {
    enum {
        NOT_STARTED,
        RUNNING,
        CLEARING,
        GONE
    } state; /* CLEARING: what it left is being killed */
    pid_t pid;
    uint64_t tag;
};

/* What the init holds. */
struct init {
    const struct box_spec *spec;
    const struct init_ends *ends;
    int control;               /* the box's, or of a lab this host's */
    size_t host;               /* of a lab: which this is */
    int children;              /* a signalfd(2) for SIGCHLD */
    int proc;                  /* the host's /proc; -1 without a workspace */
    bool mapped;               /* snip has mapped BOX_UID to BOX_NOBODY */
    struct netlab_failure lab; /* where BOX_HOSTS failed */
    struct world_files files;
    struct box_facts facts;
    struct program programs[BOX_MAX_PROGRAMS];
};

static void tell_failed(const struct init *init, enum box_step step, size_t i)
{
    tell(init->control, &(struct box_message){ .kind = BOX_STEP_FAILED,
                                               .step = (int32_t)step,
                                               .program = (int32_t)i,
                                               .value = errno,
                                               .lab = init->lab });
}

static void tell_program(const struct init *init, enum box_message_kind kind, size_t i, int value)
{
    tell(init->control, &(struct box_message){ .kind = (int32_t)kind,
                                               .step = BOX_EXEC,
                                               .program = (int32_t)i,
                                               .value = value,
                                               .tag = init->programs[i].tag });
}

static _Noreturn void give_up(const struct init *init, enum box_step step)
{
    tell_failed(init, step, 0);
    _exit(1);
}

/* Maps BOX_UID to the user that snip runs as: all that an ordinary user may do
 * (user_namespaces(7)). */
static bool map_own_identity(const struct init *init)
{
    char map[64];
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->ends->uid);
    if (!files_put("/proc/self/uid_map", map))
        return false;
    /* A gid map needs setgroups(2) denied first. Old kernels lack the file. */
    if (!files_put("/proc/self/setgroups", "deny") && errno != ENOENT)
        return false;
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->ends->gid);
    return files_put("/proc/self/gid_map", map);
}

/* Where a process is in the tree of cgroups(7) is the machine's matter. A kernel may have none. */
static bool hide_cgroups(void)
{
    return unshare(CLONE_NEWCGROUP) == 0 || errno == EINVAL;
}

static bool setup_identity(struct init *init)
{
    /* A domain as the kernel has it before anybody gives it one (uname(2)). */
    if (sethostname(host_name, sizeof(host_name) - 1) < 0 || setdomainname("(none)", 6) < 0 ||
        (init->spec->workspace && !hide_cgroups()))
        return false;
    if (!init->mapped)
        return map_own_identity(init);
    return setgroups(0, NULL) == 0 && setresgid(BOX_UID, BOX_UID, BOX_UID) == 0 &&
           setresuid(BOX_UID, BOX_UID, BOX_UID) == 0;
}

static bool setup_hosts(struct init *init)
{
    const struct box_spec *spec = init->spec;
    if (!world_stage(spec))
        give_up(init, BOX_MOUNTS);
    if (!split_hosts(spec, init->ends, &init->host, &init->lab)) {
        errno = init->lab.error;
        return false;
    }
    close(init->control);
    init->control = init->ends->hosts[init->host];
    const char *name = spec->lab->hosts.v[init->host].name;
    init->lab = (struct netlab_failure){ .step = NETLAB_PROCESS, .host = init->host };
    return sethostname(name, strlen(name)) == 0;
}

static bool setup_mounts(struct init *init)
{
    const struct box_spec *spec = init->spec;
    if (spec->workspace)
        return (spec->lab || world_stage(spec)) && world_take_staged(spec, &init->files) &&
               world_make(spec, &init->files, init->host);
    return world_make_build(spec, &init->files) &&
           world_enter(spec->directory ? spec->directory : "/");
}

static bool setup_proc(struct init *init)
{
    AUTO_CLOSE int faces = procfs_prepare("proc");
    if (faces < 0 || mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 ||
        !world_enter("/tmp") || !procfs_cover(faces))
        return false;
    procfs_begin_time();
    init->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char last[16];
    snprintf(last, sizeof(last), "%d", PIDS_AFTER);
    /* Where that cannot be set pids are low: a wish, not a need. */
    files_put("/proc/sys/kernel/ns_last_pid", last);
    /* These count for the user who started snip, who must not run out of them. */
    files_put("/proc/sys/user/max_inotify_instances", "32");
    files_put("/proc/sys/user/max_inotify_watches", "4096");
    /* In a user namespace of its own a program could leave the uts namespace that marks it. */
    return init->proc >= 0 && files_put("/proc/sys/user/max_user_namespaces", "0");
}

static bool setup_network(struct init *init)
{
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &lo) == 0 &&
           (!tun_wanted(init->spec, init->host) || tun_make());
}

/* Keeps to COUNT processors from number INDEX on, of those there are; after the last comes the first. */
static bool use_processors(int index, unsigned count)
{
    cpu_set_t all, some;
    if (index < 0 || sched_getaffinity(0, sizeof(all), &all) < 0 || CPU_COUNT(&all) < 1)
        return true;
    int there = CPU_COUNT(&all), wanted = count > 0 ? (int)count : 1, number = 0;
    CPU_ZERO(&some);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &all) && (number++ - index % there + there) % there < wanted)
            CPU_SET(cpu, &some);
    return sched_setaffinity(0, sizeof(some), &some) == 0;
}

/*
 * The init may have as many descriptors as can be: what the programs of any box of this user have
 * under way in messages counts against it when it sends its own (ETOOMANYREFS, unix(7)).
 */
static bool raise_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return false;
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files) == 0;
}

static bool setup_limits(struct init *init)
{
    /* A core limit of 1, not 0: with 0 the kernel still runs a piped core handler (core(5)). */
    const struct box_limits *limits = &init->spec->limits;
    umask(022);
    return limit_lower(RLIMIT_CORE, 1) &&
           (limits->processes || limit_lower(RLIMIT_NPROC, MAX_PROCESSES)) &&
           (!limits->files || raise_files()) && (!init->spec->workspace || limit_files(limits)) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && personality(ADDR_NO_RANDOMIZE) >= 0;
}

/* Each program loads it; here only what hinders it is found out, before any program is started. */
static bool setup_filter(struct init *init)
{
    (void)init;
    return filter_supported();
}

/*
 * By the bare system call: GNU make leaves even the two signals ignored that the C library keeps for
 * itself, and a program would see it.
 */
void init_default_signals(void)
{
    static const unsigned long action[8]; /* the kernel's struct sigaction, all 0: SIG_DFL */
    for (int sig = 1; sig <= 64; sig++)
        syscall(SYS_rt_sigaction, sig, action, NULL, sizeof(unsigned long));
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child of the init: becomes program I, or tells why not. */
static _Noreturn void exec_program(const struct init *init, size_t i)
{
    const struct box_program *program = &init->spec->programs[i];
    const struct program_ends *ends = &init->ends->programs[i];
    enum box_step step = BOX_EXEC;
    unsigned inits = init->spec->lab ? (unsigned)init->spec->lab->hosts.n + 1 : 1;
    /* The init hides (hide()); its child is to be seen, and who looks already waits for this. */
    prctl(PR_SET_DUMPABLE, 1);
    setsid();
    init_default_signals();
    if (!init->spec->workspace && !limit_allows(LIMIT_PARTS))
        step = BOX_FORK;
    else if (limit_program(&init->spec->limits, inits) &&
             (init->spec->workspace || limit_memory(&init->spec->limits)) &&
             dup2(ends->in, 0) == 0 && dup2(ends->out, 1) == 1 && dup2(ends->out, 2) == 2 &&
             rights_keep(program->rights)) {
        /* Closed by exec, not at once: the socket is still needed should exec fail. */
        syscall(SYS_close_range, 3U, ~0U, (unsigned)CLOSE_RANGE_CLOEXEC);
        char *const *argv = (char *const *)(uintptr_t)program->argv;
        char *const *env = (char *const *)(uintptr_t)program->env;
        if (!filter_load(init->spec->filter))
            step = BOX_FILTER;
        else /* the bare system call: a wrapper of a test build would write files in between */
            syscall(SYS_execve, argv[0], argv, env);
    }
    tell_failed(init, step, i);
    _exit(127);
}

/*
 * The init goes on before the new namespace: its child is born in it. The namespace is kept for good,
 * or the kernel would give its number to that of another program, which would be killed in its place.
 */
static bool mark(struct program *program)
{
    struct stat st;
    int kept = unshare(CLONE_NEWUTS) == 0 ? open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC) : -1;
    if (kept < 0 || fstat(kept, &st) < 0)
        return false;
    program->tag = st.st_ino;
    return true;
}

static void start_program(struct init *init, size_t i)
{
    if (i >= init->spec->nprograms || init->programs[i].state != NOT_STARTED)
        return;
    struct program *program = &init->programs[i];
    const struct program_ends *ends = &init->ends->programs[i];
    bool marked = init->spec->nprograms == 1 && init->proc < 0 ? true : mark(program);
    pid_t pid = marked ? fork() : -1;
    if (pid == 0)
        exec_program(init, i);
    if (pid < 0) {
        tell_failed(init, BOX_FORK, i);
        program->state = GONE;
        return;
    }
    program->pid = pid;
    program->state = RUNNING;
    close(ends->in);
    close(ends->out);
    tell_program(init, BOX_STARTED, i, pid);
}

static size_t running(const struct init *init)
{
    size_t n = 0;
    for (size_t i = 0; i < init->spec->nprograms; i++)
        n += init->programs[i].state == RUNNING;
    return n;
}

/* Takes the end, the stop or the going on of the child PID. */
static void take_child(struct init *init, pid_t pid, int status, const struct rusage *usage)
{
    for (size_t i = 0; i < init->spec->nprograms; i++) {
        struct program *program = &init->programs[i];
        if (program->state != RUNNING || program->pid != pid)
            continue;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            program->state = CLEARING;
            tell_ended(init->control, i, program->tag, status, usage);
        } else {
            tell_program(init, BOX_STOPPED, i, WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
        }
    }
}

/* Reaps what has ended; others than programs are orphans, of which nothing is to be told. */
static void reap(struct init *init)
{
    struct signalfd_siginfo ignored;
    struct rusage usage;
    int status = 0;
    while (read(init->children, &ignored, sizeof(ignored)) > 0)
        continue;
    for (pid_t pid; (pid = wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED, &usage)) > 0;)
        take_child(init, pid, status, &usage);
}

/* Kills and reaps all that is left in the box. */
static void empty_box(void)
{
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) >= 0 || errno == EINTR)
        continue;
}

/* What getdents64(2) gives. */
struct entry {
    uint64_t ino;
    int64_t offset;
    unsigned short size;
    unsigned char type;
    char name[];
};

/* Calls EACH for the entries of FOLDER, with DATA, and returns how often it returned true. */
static size_t count_entries(int folder, bool (*each)(int folder, const char *name, uint64_t data),
                            uint64_t data)
{
    _Alignas(struct entry) char bytes[8192];
    size_t count = 0;
    lseek(folder, 0, SEEK_SET);
    for (long n; (n = syscall(SYS_getdents64, folder, bytes, sizeof(bytes))) > 0;)
        for (long at = 0; at < n;) {
            const struct entry *entry = (const struct entry *)(const void *)(bytes + at);
            count += each(folder, entry->name, data);
            at += entry->size;
        }
    return count;
}

static bool is_thread_marked(int tasks, const char *name, uint64_t tag)
{
    char path[64];
    struct stat st;
    snprintf(path, sizeof(path), "%.20s/ns/uts", name);
    return fstatat(tasks, path, &st, 0) == 0 && st.st_ino == tag;
}

/* Tells whether the process NAME, a folder of PROC, bears TAG. */
static bool is_marked(int proc, const char *name, uint64_t tag)
{
    char path[64];
    struct stat st;
    snprintf(path, sizeof(path), "%.20s/ns/uts", name);
    if (fstatat(proc, path, &st, 0) == 0)
        return st.st_ino == tag;
    /* A thread that has ended has no namespaces any more; others may go on without the first. */
    snprintf(path, sizeof(path), "%.20s/task", name);
    AUTO_CLOSE int tasks = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return tasks >= 0 && count_entries(tasks, is_thread_marked, tag) > 0;
}

static bool kill_if_marked(int proc, const char *name, uint64_t tag)
{
    pid_t pid = (pid_t)strtol(name, NULL, 10);
    /* The init itself bears the newest mark. */
    return pid > 1 && is_marked(proc, name, tag) && kill(pid, SIGKILL) == 0;
}

/* Kills all that bears TAG; returns how many those were. */
static size_t kill_marked(const struct init *init, uint64_t tag)
{
    return count_entries(init->proc, kill_if_marked, tag);
}

/* Clears up behind the programs that have ended; returns whether it must be tried again. */
static bool clear(struct init *init)
{
    bool again = false;
    for (size_t i = 0; i < init->spec->nprograms; i++) {
        struct program *program = &init->programs[i];
        if (program->state != CLEARING)
            continue;
        if (running(init) == 0) {
            empty_box();
        } else if (kill_marked(init, program->tag) > 0) {
            again = true;
            continue;
        }
        program->state = GONE;
        tell_program(init, BOX_GONE, i, 0);
    }
    return again;
}

static void take_command(struct init *init, const struct box_command *command)
{
    size_t i = (size_t)command->program;
    switch (command->kind) {
    case BOX_RUN:
        start_program(init, i);
        break;
    case BOX_SIGNAL:
        if (i < init->spec->nprograms && init->programs[i].state == RUNNING)
            kill(init->programs[i].pid, command->value);
        break;
    case BOX_FINISH:
        empty_box();
        if (init->spec->workspace)
            tell_facts(init->control, &init->facts);
        tell_products(init->control, init->spec, BOX_BUILD);
        _exit(0);
    }
}

/* Waits for snip's words and children's ends, for ever. */
static _Noreturn void serve(struct init *init)
{
    struct pollfd fds[] = { { init->control, POLLIN, 0 }, { init->children, POLLIN, 0 } };
    for (;;) {
        reap(init);
        int wait = clear(init) ? CLEAR_AGAIN_MS : -1;
        if (poll(fds, 2, wait) < 0 && errno != EINTR)
            _exit(1);
        struct box_command command;
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        ssize_t n = recv(init->control, &command, sizeof(command), MSG_DONTWAIT);
        if (n == (ssize_t)sizeof(command))
            take_command(init, &command);
        else if (!(n < 0 && (errno == EAGAIN || errno == EINTR)))
            _exit(1); /* snip is gone: the kernel kills the rest */
    }
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Closes every descriptor over 2 but those that the box needs. */
void init_close_others(const struct box_spec *spec, const struct init_ends *ends)
{
    int keep[1 + BOX_MAX_SHOWN + 2 * BOX_MAX_PROGRAMS + LAB_MAX_HOSTS], next = 3;
    size_t n = 0;
    keep[n++] = ends->control;
    for (size_t i = 0; i < spec->nshown; i++)
        keep[n++] = ends->trees[i];
    for (size_t i = 0; spec->lab && i < spec->lab->hosts.n; i++)
        keep[n++] = ends->hosts[i];
    for (size_t i = 0; i < spec->nprograms; i++) {
        keep[n++] = ends->programs[i].in;
        keep[n++] = ends->programs[i].out;
    }
    qsort(keep, n, sizeof(*keep), by_number);
    for (size_t i = 0; i < n; i++) {
        if (keep[i] < next)
            continue;
        if (keep[i] > next)
            syscall(SYS_close_range, (unsigned)next, (unsigned)keep[i] - 1, 0U);
        next = keep[i] + 1;
    }
    syscall(SYS_close_range, (unsigned)next, ~0U, 0U);
}

/* Waits until snip has done its part. */
static void await_go(struct init *init)
{
    struct box_command command;
    ssize_t n;
    while ((n = recv(init->control, &command, sizeof(command), 0)) < 0 && errno == EINTR)
        continue;
    if (n != (ssize_t)sizeof(command) || command.kind != BOX_GO)
        _exit(1);
    init->mapped = command.value != 0;
}

static bool watch_children(struct init *init)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    init->children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return init->children >= 0 && sigprocmask(SIG_BLOCK, &set, NULL) == 0;
}

static void set_up(struct init *init)
{
    static bool (*const steps[BOX_FORK])(struct init *) = {
        [BOX_IDENTITY] = setup_identity, [BOX_HOSTS] = setup_hosts,     [BOX_MOUNTS] = setup_mounts,
        [BOX_PROC] = setup_proc,         [BOX_NETWORK] = setup_network, [BOX_LIMITS] = setup_limits,
        [BOX_FILTER] = setup_filter,
    };
    for (enum box_step step = BOX_IDENTITY; step < BOX_FORK; step++) {
        bool skip = (!init->spec->workspace && (step == BOX_NETWORK || step == BOX_PROC)) ||
                    (!init->spec->lab && step == BOX_HOSTS);
        if (skip)
            continue;
        if (!steps[step](init))
            give_up(init, step);
        if (init->spec->report_steps)
            tell(init->control, &(struct box_message){ .kind = BOX_STEP_DONE, .step = step });
    }
}

/* The init has the programs' uid: what /proc says of it is not theirs to read, nor to write. */
static void hide(void)
{
    title_clear();
    prctl(PR_SET_NAME, "init");
    prctl(PR_SET_DUMPABLE, 0);
}

_Noreturn void init_main(const struct box_spec *spec, const struct init_ends *ends)
{
    struct init init = { .spec = spec, .ends = ends, .control = ends->control, .proc = -1 };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    init_default_signals();
    bool limited = ends->tasks < 0 || write(ends->tasks, "0", 1) == 1;
    init_close_others(spec, ends);
    if (!limited)
        give_up(&init, BOX_LIMITS);
    await_go(&init);
    if (!watch_children(&init) || !use_processors(spec->processor, spec->nprocessors))
        give_up(&init, BOX_LIMITS);
    if (!world_open(&init.files, spec, ends->trees))
        give_up(&init, BOX_MOUNTS);
    set_up(&init);
    hide();
    /* Credentials that changed since have cleared it; and who died before is seen by serve(). */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!tell_ready(init.control, spec, init.proc, &init.facts))
        give_up(&init, BOX_NETWORK);
    serve(&init);
}
