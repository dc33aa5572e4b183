/*
 * How a box is made.
 *
 * clone3() makes the init in six new namespaces at once. All of what follows is done by the init
 * itself, in its own namespaces, so that no second process has to be waited for: it maps one uid
 * (ours, which is BOX_UID inside; for root's programs nobody's), makes its mount tree private and
 * read-only, mounts a small /dev, mounts a tmpfs over /tmp and binds the program into it, mounts
 * /proc, brings up loopback. It then forks the program, which loses all capabilities by execve()
 * since its uid is not 0.
 *
 * Ending: the program's end is reported first, then kill(-1) reaches everything else in the pid
 * namespace, and the init ends when all are reaped. Should snip die, PR_SET_PDEATHSIG kills the
 * init, and the kernel then kills the rest of its pid namespace.
 *
 * Between clone3() and execve() only async-signal-safe calls are made.
 */
#include "sys/box.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    BOX_UID = 1000,
    NOBODY = 65534, /* who a program of root's is outside */
    MAX_FILES = 16,
    MAX_PROCESSES = 128,
    WORK_BYTES = 64 << 20,
};

static const char host_name[] = "host";

/* What the init holds. */
struct init {
    const struct box_spec *spec;
    int messages;
    int directory; /* spec->directory, opened outside; -1 for none */
    int parent; /* read end of a pipe whose write end only snip holds: at its end, snip is gone */
    uid_t uid;
    gid_t gid;
    int files[MAX_FILES]; /* spec->files, opened as who we were outside */
    bool mapped;          /* snip has mapped BOX_UID to NOBODY */
};

/* What snip sends when it has done its part. */
enum go { GO_MAP_YOURSELF, GO_MAPPED };

static void tell(const struct init *init, enum box_message_kind kind, int step, int value)
{
    struct box_message message = { (int32_t)kind, step, value };
    ssize_t ignored = write(init->messages, &message, sizeof(message));
    (void)ignored;
}

static bool write_file(const char *path, const char *text)
{
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* Opened first: they may lie where only their owner gets, or where /tmp is covered later. */
static bool open_files(struct init *init)
{
    for (size_t i = 0; i < init->spec->nfiles; i++) {
        init->files[i] = open(init->spec->files[i].from, O_PATH | O_CLOEXEC);
        if (init->files[i] < 0)
            return false;
    }
    return true;
}

/* Maps BOX_UID to the user that snip runs as: all that an ordinary user may do
 * (user_namespaces(7)). */
static bool map_own_identity(const struct init *init)
{
    char map[64];
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->uid);
    if (!write_file("/proc/self/uid_map", map))
        return false;
    /* A gid map needs setgroups(2) denied first. Old kernels lack the file. */
    if (!write_file("/proc/self/setgroups", "deny") && errno != ENOENT)
        return false;
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->gid);
    return write_file("/proc/self/gid_map", map);
}

static bool setup_identity(struct init *init)
{
    if (sethostname(host_name, sizeof(host_name) - 1) < 0)
        return false;
    if (!init->mapped)
        return map_own_identity(init);
    return setgroups(0, NULL) == 0 && setresgid(BOX_UID, BOX_UID, BOX_UID) == 0 &&
           setresuid(BOX_UID, BOX_UID, BOX_UID) == 0;
}

static bool set_mount_flags(const char *path, unsigned flags, uint64_t set, uint64_t clear)
{
    struct mount_attr attr = { .attr_set = set, .attr_clr = clear };
    return syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attr, sizeof(attr)) == 0;
}

/* Binds what the descriptor FROM is open on over the new file NAME. */
static bool bind_over(int from, const char *name)
{
    AUTO_CLOSE int at = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    char source[64];
    snprintf(source, sizeof(source), "/proc/self/fd/%d", from);
    return at >= 0 && mount(source, name, NULL, MS_BIND, NULL) == 0;
}

/* A /dev of the devices that programs count on; the machine's disks and terminals are not there. */
static bool setup_devices(void)
{
    static const char *const names[] = { "/dev/null",   "/dev/zero",    "/dev/full",
                                         "/dev/random", "/dev/urandom", "/dev/tty" };
    enum { DEVICES = sizeof(names) / sizeof(*names) };
    int from[DEVICES];
    for (size_t i = 0; i < DEVICES; i++)
        if ((from[i] = open(names[i], O_PATH | O_CLOEXEC)) < 0)
            return false;
    if (mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "size=64k,mode=755") < 0)
        return false;
    for (size_t i = 0; i < DEVICES; i++)
        if (!bind_over(from[i], names[i]))
            return false;
    return symlink("/proc/self/fd", "/dev/fd") == 0 &&
           symlink("/proc/self/fd/0", "/dev/stdin") == 0 &&
           symlink("/proc/self/fd/1", "/dev/stdout") == 0 &&
           symlink("/proc/self/fd/2", "/dev/stderr") == 0 &&
           set_mount_flags("/dev", 0, MOUNT_ATTR_RDONLY, 0);
}

static bool setup_workspace(const struct init *init)
{
    const struct box_spec *spec = init->spec;
    char options[64];
    snprintf(options, sizeof(options), "size=%d,nr_inodes=4096,mode=700", WORK_BYTES);
    if (mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options) < 0 || chdir("/tmp") < 0)
        return false;
    for (size_t i = 0; i < spec->nfiles; i++)
        if (!bind_over(init->files[i], spec->files[i].name) ||
            !set_mount_flags(spec->files[i].name, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0))
            return false;
    return true;
}

static bool setup_mounts(struct init *init)
{
    const struct box_spec *spec = init->spec;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return false;
    if (spec->writable && mount(spec->writable, spec->writable, NULL, MS_BIND, NULL) < 0)
        return false;
    /* Without this a box made by root could write whatever is root's. */
    if (!set_mount_flags("/", AT_RECURSIVE, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0))
        return false;
    if (spec->writable && !set_mount_flags(spec->writable, 0, 0, MOUNT_ATTR_RDONLY))
        return false;
    if (!setup_devices())
        return false;
    if (spec->workspace)
        return setup_workspace(init);
    if (!spec->directory)
        return chdir("/") == 0;
    /*
     * By its name it is the read-only one. Only where root works in a folder below one of somebody
     * else's, which a box cannot pass, the descriptor from outside has to do.
     */
    return chdir(spec->directory) == 0 || (errno == EACCES && fchdir(init->directory) == 0);
}

static bool setup_proc(struct init *init)
{
    (void)init;
    return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
}

static bool setup_network(struct init *init)
{
    (void)init;
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &lo) == 0;
}

static bool use_processor(int index)
{
    cpu_set_t all, one;
    if (index < 0)
        return true;
    if (sched_getaffinity(0, sizeof(all), &all) < 0 || CPU_COUNT(&all) < 1)
        return true;
    index %= CPU_COUNT(&all);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &all) || index-- > 0)
            continue;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        break;
    }
    return sched_setaffinity(0, sizeof(one), &one) == 0;
}

static bool setup_limits(struct init *init)
{
    /* A core limit of 1, not 0: with 0 the kernel still runs a piped core handler (core(5)). */
    struct rlimit core = { 1, 1 }, processes = { MAX_PROCESSES, MAX_PROCESSES };
    umask(022);
    return setrlimit(RLIMIT_CORE, &core) == 0 && setrlimit(RLIMIT_NPROC, &processes) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && personality(ADDR_NO_RANDOMIZE) >= 0 &&
           use_processor(init->spec->processor);
}

/*
 * By the bare system call: GNU make leaves even the two signals ignored that the C library keeps for
 * itself, and a program would see it.
 */
static void default_signals(void)
{
    static const unsigned long action[8]; /* the kernel's struct sigaction, all 0: SIG_DFL */
    for (int sig = 1; sig <= 64; sig++)
        syscall(SYS_rt_sigaction, sig, action, NULL, sizeof(unsigned long));
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child of the init: becomes the program, or tells why not. */
static _Noreturn void exec_program(const struct init *init)
{
    const struct box_spec *spec = init->spec;
    setsid();
    default_signals();
    if (dup2(spec->in, 0) == 0 && dup2(spec->out, 1) == 1 && dup2(spec->out, 2) == 2) {
        /* Closed by exec, not at once: the message pipe is still needed should exec fail. */
        syscall(SYS_close_range, 3U, ~0U, (unsigned)CLOSE_RANGE_CLOEXEC);
        char *const *argv = (char *const *)(uintptr_t)spec->argv;
        char *const *env = (char *const *)(uintptr_t)spec->env;
        /* The bare system call: a wrapper of a test build would write files in between. */
        syscall(SYS_execve, argv[0], argv, env);
    }
    tell(init, BOX_STEP_FAILED, BOX_EXEC, errno);
    _exit(127);
}

/* Waits for the program, reaping orphans; returns its wait status. */
static int await_program(const struct init *init, pid_t program)
{
    for (;;) {
        int status = 0;
        pid_t pid = waitpid(-1, &status, WUNTRACED | WCONTINUED);
        if (pid < 0 && errno != EINTR)
            return 0;
        if (pid != program)
            continue;
        if (WIFEXITED(status) || WIFSIGNALED(status))
            return status;
        tell(init, BOX_STOPPED, 0, WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
    }
}

/* Kills and reaps all that is left in the box. */
static void empty_box(void)
{
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) >= 0 || errno == EINTR)
        continue;
}

enum { KEPT = 5 };

/* Closes every descriptor over 2 but those in KEEP (negative ones name none). Sorts KEEP. */
static void close_all_but(int keep[KEPT])
{
    for (unsigned i = 0; i + 1 < KEPT; i++)
        for (unsigned j = i + 1; j < KEPT; j++)
            if (keep[j] < keep[i]) {
                int swap = keep[i];
                keep[i] = keep[j];
                keep[j] = swap;
            }
    int next = 3;
    for (unsigned i = 0; i < KEPT; i++) {
        if (keep[i] < next)
            continue;
        if (keep[i] > next)
            syscall(SYS_close_range, (unsigned)next, (unsigned)keep[i] - 1, 0U);
        next = keep[i] + 1;
    }
    syscall(SYS_close_range, (unsigned)next, ~0U, 0U);
}

static bool parent_is_gone(const struct init *init)
{
    struct pollfd end = { .fd = init->parent, .events = POLLIN };
    return poll(&end, 1, 0) > 0 && (end.revents & POLLHUP);
}

typedef bool (*setup_step)(struct init *);

/* In the order of enum box_step. A world without a workspace needs no network. */
static const setup_step steps[BOX_STEPS] = {
    [BOX_IDENTITY] = setup_identity, [BOX_MOUNTS] = setup_mounts, [BOX_PROC] = setup_proc,
    [BOX_NETWORK] = setup_network,   [BOX_LIMITS] = setup_limits,
};

/* Waits for snip's part. */
static bool await_go(struct init *init)
{
    char go;
    ssize_t n;
    while ((n = read(init->parent, &go, 1)) < 0 && errno == EINTR)
        continue;
    init->mapped = n == 1 && go == GO_MAPPED;
    return n == 1;
}

static _Noreturn void init_main(struct init *init)
{
    const struct box_spec *spec = init->spec;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    default_signals();
    close_all_but(
        (int[KEPT]){ init->messages, init->parent, spec->in, spec->out, init->directory });
    if (!await_go(init))
        _exit(1);
    if (!open_files(init)) {
        tell(init, BOX_STEP_FAILED, BOX_MOUNTS, errno);
        _exit(1);
    }
    for (int step = BOX_IDENTITY; step < BOX_EXEC; step++) {
        bool skip = !spec->workspace && (step == BOX_NETWORK || step == BOX_PROC);
        if (!skip && !steps[step](init)) {
            tell(init, BOX_STEP_FAILED, step, errno);
            _exit(1);
        }
        if (spec->report_steps)
            tell(init, BOX_STEP_DONE, step, 0);
    }
    /* A death before prctl() would have gone unseen; credentials changed since would have cleared
     * it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (parent_is_gone(init))
        _exit(1);
    pid_t program = fork();
    if (program == 0)
        exec_program(init);
    if (program < 0) {
        tell(init, BOX_STEP_FAILED, BOX_EXEC, errno);
        _exit(1);
    }
    int status = await_program(init, program);
    tell(init, BOX_ENDED, 0, status);
    empty_box();
    _exit(0);
}

/* Makes a pipe into *READ and *WRITE. */
static bool make_pipe(int *read_end, int *write_end, struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *read_end = ends[0];
    *write_end = ends[1];
    return true;
}

/*
 * Where root runs a program, the program is nobody outside: what is root's is not its. Returns
 * false where that cannot be, as for the root of a user namespace that has no nobody.
 */
static bool map_to_nobody(pid_t pid, const struct box_spec *spec)
{
    char path[64], map[64];
    if (geteuid() != 0 || !spec->workspace)
        return false;
    snprintf(map, sizeof(map), "%d %d 1", BOX_UID, NOBODY);
    snprintf(path, sizeof(path), "/proc/%d/gid_map", (int)pid);
    if (!write_file(path, map))
        return false;
    snprintf(path, sizeof(path), "/proc/%d/uid_map", (int)pid);
    /* Its terminal and its input are to be its own, or it could not open them by name. */
    return write_file(path, map) && fchown(spec->in, NOBODY, NOBODY) == 0 &&
           fchown(spec->out, NOBODY, NOBODY) == 0;
}

/* Lets the init of PID go on. Should it be gone already, its messages tell. */
static void send_go(pid_t pid, const struct box_spec *spec, int alive)
{
    char go = map_to_nobody(pid, spec) ? GO_MAPPED : GO_MAP_YOURSELF;
    ssize_t ignored = write(alive, &go, 1);
    (void)ignored;
}

bool box_start(struct box *box, const struct box_spec *spec, struct err *err)
{
    *box = (struct box){ .pid = -1, .pidfd = -1, .messages = -1, .alive = -1 };
    if (spec->nfiles > MAX_FILES)
        return err_set(err, ERR_SYSTEM, "a box takes at most %d files", MAX_FILES);
    AUTO_CLOSE int told = -1, tell_end = -1, parent = -1, alive = -1, directory = -1;
    if (!make_pipe(&told, &tell_end, err) || !make_pipe(&parent, &alive, err))
        return false;
    if (fcntl(told, F_SETFL, O_NONBLOCK) < 0)
        return err_sys(err, "cannot make a pipe non-blocking");
    if (spec->directory)
        directory = open(spec->directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (spec->directory && directory < 0)
        return err_sys(err, "cannot open the folder %s", spec->directory);
    struct init init = {
        .spec = spec,
        .messages = tell_end,
        .directory = directory,
        .parent = parent,
        .uid = geteuid(),
        .gid = getegid(),
    };
    int pidfd = -1;
    struct clone_args args = {
        .flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC |
                 CLONE_NEWUTS | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&pidfd,
        .exit_signal = SIGCHLD,
    };
    long pid = syscall(SYS_clone3, &args, sizeof(args));
    if (pid == 0) {
        close(alive);
        init_main(&init);
    }
    if (pid < 0)
        return box_step_error(err, BOX_CLONE, errno);
    send_go((pid_t)pid, spec, alive);
    *box = (struct box){ (pid_t)pid, pidfd, fd_steal(&told), fd_steal(&alive) };
    return true;
}

void box_kill(const struct box *box)
{
    if (box->pidfd >= 0)
        syscall(SYS_pidfd_send_signal, box->pidfd, SIGKILL, NULL, 0U);
}

void box_reap(struct box *box)
{
    while (box->pid > 0 && waitpid(box->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    fd_close_at(&box->pidfd);
    fd_close_at(&box->messages);
    fd_close_at(&box->alive);
    *box = (struct box){ .pid = -1, .pidfd = -1, .messages = -1, .alive = -1 };
}

const char *box_step_name(enum box_step step)
{
    static const char *const names[BOX_STEPS] = {
        [BOX_CLONE] = "namespaces of its own",
        [BOX_IDENTITY] = "an identity map",
        [BOX_MOUNTS] = "a file system of its own",
        [BOX_PROC] = "a /proc of its own",
        [BOX_NETWORK] = "a loopback interface",
        [BOX_LIMITS] = "its limits",
        [BOX_EXEC] = "a process",
    };
    return names[step];
}

static bool file_says(const char *path, const char *value)
{
    char text[16] = "";
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
    return n > 0 && strncmp(text, value, strlen(value)) == 0 && text[strlen(value)] == '\n';
}

const char *box_step_mend(enum box_step step, int error)
{
    static const struct {
        const char *path, *mend;
    } limits[] = {
        { "/proc/sys/user/max_user_namespaces", "sudo sysctl user.max_user_namespaces=15000" },
        { "/proc/sys/user/max_pid_namespaces", "sudo sysctl user.max_pid_namespaces=15000" },
        { "/proc/sys/user/max_mnt_namespaces", "sudo sysctl user.max_mnt_namespaces=15000" },
        { "/proc/sys/user/max_net_namespaces", "sudo sysctl user.max_net_namespaces=15000" },
        { "/proc/sys/user/max_ipc_namespaces", "sudo sysctl user.max_ipc_namespaces=15000" },
        { "/proc/sys/user/max_uts_namespaces", "sudo sysctl user.max_uts_namespaces=15000" },
    };
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
        if (file_says(limits[i].path, "0"))
            return limits[i].mend;
    if (file_says("/proc/sys/kernel/unprivileged_userns_clone", "0") && geteuid() != 0)
        return "sudo sysctl kernel.unprivileged_userns_clone=1";
    if (file_says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1") && geteuid() != 0)
        return "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    if (step == BOX_CLONE && error == ENOSPC)
        return "too many namespaces are in use: raise the limits that `sysctl user` shows";
    if (step == BOX_CLONE && (error == EPERM || error == ENOSYS))
        return "in a container, allow namespaces: docker run --security-opt seccomp=unconfined "
               "--security-opt apparmor=unconfined --security-opt systempaths=unconfined; "
               "in a chroot they cannot be made";
    if (step == BOX_PROC && error == EPERM)
        return "/proc is masked here: docker run --security-opt systempaths=unconfined";
    if (step == BOX_EXEC && error == EACCES)
        return "programs are made below $TMPDIR or /tmp, which is mounted noexec: set TMPDIR to "
               "another folder";
    if (step == BOX_MOUNTS && error == ENOSYS)
        return "mount_setattr(2) is needed: Linux 5.12 or later, and in a container "
               "docker run --security-opt seccomp=unconfined";
    if (step < BOX_EXEC && (error == EPERM || error == EACCES))
        return "a security module forbids it: docker run --security-opt apparmor=unconfined, "
               "or see `dmesg` for which";
    return NULL;
}

bool box_step_error(struct err *err, enum box_step step, int error)
{
    if (step == BOX_EXEC)
        err_set(err, ERR_SYSTEM, "a program cannot be executed: %s", strerror(error));
    else
        err_set(err, ERR_SYSTEM, "cannot run programs in a box: %s: %s", box_step_name(step),
                strerror(error));
    const char *mend = box_step_mend(step, error);
    if (mend)
        err_hint(err, "%s", mend);
    return false;
}
