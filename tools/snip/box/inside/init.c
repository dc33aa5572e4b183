/*
 * What a box's first process does to set it up, and how it tells its programs apart.
 *
 * All of the setting up is done by the init itself, in its own namespaces, so that no second
 * process has to be waited for: it maps one uid (ours, which is BOX_UID inside; for root's programs
 * nobody's), makes the world, mounts /proc, brings up loopback, sets limits. Then it serves
 * (first.c). A program that it forks gives up all capabilities but those it has a right to
 * (box/world/rights.h).
 *
 * Programs and their descendants are told apart by their uts namespaces: each program is started in
 * one of its own, which nothing inside has the right to leave, so that it marks a daemon that has
 * forked twice as surely as the program itself. In all else the programs share one host.
 *
 * Should snip die, the control socket's end or PR_SET_PDEATHSIG ends the init, and the kernel kills
 * the rest of its pid namespace.
 */
#include "box/inside/init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
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
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/inside/first.h"
#include "box/inside/split.h"
#include "box/inside/tell.h"
#include "box/inside/title.h"
#include "box/net/settings.h"
#include "box/world/elsewhere.h"
#include "box/world/files.h"
#include "box/world/limit.h"
#include "box/world/procfs.h"
#include "box/world/rights.h"
#include "box/world/seccomp.h"
#include "box/world/tun.h"
#include "box/world/world.h"

enum {
    MAX_PROCESSES = 128,
    PIDS_ELSEWHERE = 24680, /* as BOX_PIDS_AFTER, in another world */
};

static const char host_name[] = "host";

/* What the init holds. */
struct init {
    struct first first;
    size_t host;               /* of a lab: which this is */
    bool mapped;               /* snip has mapped BOX_UID to BOX_NOBODY */
    struct netlab_failure lab; /* where BOX_HOSTS failed */
    struct world_files files;
};

static _Noreturn void give_up(const struct init *init, enum box_step step)
{
    tell(init->first.control,
         &(struct box_message){
             .kind = BOX_STEP_FAILED, .step = (int32_t)step, .value = errno, .lab = init->lab });
    _exit(1);
}

/* Maps BOX_UID to the user that snip runs as: all that an ordinary user may do
 * (user_namespaces(7)). */
static bool map_own_identity(const struct init *init)
{
    char map[64];
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->first.ends->uid);
    if (!files_put("/proc/self/uid_map", map))
        return false;
    /* A gid map needs setgroups(2) denied first. Old kernels lack the file. */
    if (!files_put("/proc/self/setgroups", "deny") && errno != ENOENT)
        return false;
    snprintf(map, sizeof(map), "%d %u 1", BOX_UID, (unsigned)init->first.ends->gid);
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
        (init->first.spec->workspace && !hide_cgroups()))
        return false;
    if (!init->mapped)
        return map_own_identity(init);
    return setgroups(0, NULL) == 0 && setresgid(BOX_UID, BOX_UID, BOX_UID) == 0 &&
           setresuid(BOX_UID, BOX_UID, BOX_UID) == 0;
}

static bool setup_hosts(struct init *init)
{
    const struct box_spec *spec = init->first.spec;
    if (!world_stage(spec))
        give_up(init, BOX_MOUNTS);
    if (!split_hosts(spec, init->first.ends, &init->host, &init->lab)) {
        errno = init->lab.error;
        return false;
    }
    close(init->first.control);
    init->first.control = init->first.ends->hosts[init->host];
    const char *name = spec->lab->hosts.v[init->host].name;
    init->lab = (struct netlab_failure){ .step = NETLAB_PROCESS, .host = init->host };
    return sethostname(name, strlen(name)) == 0;
}

static bool setup_mounts(struct init *init)
{
    const struct box_spec *spec = init->first.spec;
    if (spec->workspace)
        return (spec->lab || world_stage(spec)) && world_take_staged(spec, &init->files) &&
               world_make(spec, &init->files, init->host);
    return world_make_build(spec, &init->files) &&
           world_enter(spec->directory ? spec->directory : "/");
}

static bool setup_proc(struct init *init)
{
    const struct elsewhere *world = init->first.spec->elsewhere;
    AUTO_CLOSE int faces = procfs_prepare("proc", world);
    if (faces < 0 || mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 ||
        !world_enter("/tmp") || !procfs_cover(faces))
        return false;
    procfs_begin_time(world);
    init->first.proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char last[16];
    snprintf(last, sizeof(last), "%d",
             elsewhere_in(world, ELSEWHERE_PIDS) ? PIDS_ELSEWHERE : BOX_PIDS_AFTER);
    /* Where that cannot be set pids are low: a wish, not a need. */
    files_put("/proc/sys/kernel/ns_last_pid", last);
    /* These count for the user who started snip, who must not run out of them. */
    files_put("/proc/sys/user/max_inotify_instances", "32");
    files_put("/proc/sys/user/max_inotify_watches", "4096");
    /* In a user namespace of its own a program could leave the uts namespace that marks it. */
    return init->first.proc >= 0 && files_put("/proc/sys/user/max_user_namespaces", "0");
}

static bool setup_network(struct init *init)
{
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &lo) == 0 && settings_put_tcp(init->first.proc) &&
           (!tun_wanted(init->first.spec, init->host) || tun_make());
}

/*
 * Keeps to so many processors as WANTED from number INDEX on, of those there are; after the last
 * comes the first.
 */
static bool use_processors(int index, unsigned wanted)
{
    cpu_set_t all, some;
    if (index < 0 || sched_getaffinity(0, sizeof(all), &all) < 0 || CPU_COUNT(&all) < 1)
        return true;
    int there = CPU_COUNT(&all), number = 0;
    CPU_ZERO(&some);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &all) && (number++ - index % there + there) % there < (int)wanted)
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
    const struct box_limits *limits = &init->first.spec->limits;
    umask(022);
    return limit_lower(RLIMIT_CORE, 1) &&
           (limits->processes || limit_lower(RLIMIT_NPROC, MAX_PROCESSES)) &&
           (!limits->files || raise_files()) &&
           (!init->first.spec->workspace || limit_files(limits)) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           personality(elsewhere_in(init->first.spec->elsewhere, ELSEWHERE_ADDRESSES)
                           ? 0
                           : ADDR_NO_RANDOMIZE) >= 0;
}

/* Each program loads it; here only what hinders it is found out, before any program is started. */
static bool setup_filter(struct init *init)
{
    (void)init;
    return filter_supported();
}

/*
 * The init goes on before the new namespace: its child is born in it. The namespace is kept for
 * good, or the kernel would give its number to that of another program, which would be killed in
 * its place.
 */
static bool mark(const struct first *first, struct program *program)
{
    struct stat st;
    if (first->proc < 0)
        return true; /* who is alone, one after another, and cannot be looked at needs none */
    int kept = unshare(CLONE_NEWUTS) == 0 ? open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC) : -1;
    if (kept < 0 || fstat(kept, &st) < 0)
        return false;
    program->tag = st.st_ino;
    return true;
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
static size_t count_entries(int folder,
                            bool (*each)(int folder, const char *name, const void *data),
                            const void *data)
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

static bool is_thread_marked(int tasks, const char *name, const void *tag)
{
    char path[64];
    struct stat st;
    snprintf(path, sizeof(path), "%.20s/ns/uts", name);
    return fstatat(tasks, path, &st, 0) == 0 && st.st_ino == *(const uint64_t *)tag;
}

/* Tells whether the process NAME, a folder of PROC, bears TAG. */
static bool is_marked(int proc, const char *name, const uint64_t *tag)
{
    char path[64];
    struct stat st;
    snprintf(path, sizeof(path), "%.20s/ns/uts", name);
    if (fstatat(proc, path, &st, 0) == 0)
        return st.st_ino == *tag;
    /* A thread that has ended has no namespaces any more; others may go on without the first. */
    snprintf(path, sizeof(path), "%.20s/task", name);
    AUTO_CLOSE int tasks = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return tasks >= 0 && count_entries(tasks, is_thread_marked, tag) > 0;
}

/* What is sent to whom; 0 is none. */
struct sending {
    uint64_t tag;
    int signal;
};

static bool send_if_marked(int proc, const char *name, const void *data)
{
    const struct sending *sending = data;
    pid_t pid = (pid_t)strtol(name, NULL, 10);
    /* The init itself bears the newest mark. */
    return pid > 1 && is_marked(proc, name, &sending->tag) && kill(pid, sending->signal) == 0;
}

static bool signal_left(const struct first *first, const struct program *program, int signal)
{
    const struct sending sending = { program->tag, signal };
    if (program->tag)
        return count_entries(first->proc, send_if_marked, &sending) > 0;
    kill(-1, signal); /* it is alone, and whoever it has left has a forebear that is a child here */
    return waitid(P_ALL, 0, NULL, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void kill_left(const struct first *first)
{
    (void)first;
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) >= 0 || errno == EINTR)
        continue;
}

static enum box_step confine(const struct first *first, const struct box_program *program)
{
    if (!rights_keep(program->rights))
        return BOX_EXEC;
    return filter_load(first->spec->filter) ? BOX_STEPS : BOX_FILTER;
}

/* Waits until snip has done its part. */
static void await_go(struct init *init)
{
    struct box_command command;
    ssize_t n;
    while ((n = recv(init->first.control, &command, sizeof(command), 0)) < 0 && errno == EINTR)
        continue;
    if (n != (ssize_t)sizeof(command) || command.kind != BOX_GO)
        _exit(1);
    init->mapped = command.value != 0;
}

static void set_up(struct init *init)
{
    static bool (*const steps[BOX_FORK])(struct init *) = {
        [BOX_IDENTITY] = setup_identity, [BOX_HOSTS] = setup_hosts,     [BOX_MOUNTS] = setup_mounts,
        [BOX_PROC] = setup_proc,         [BOX_NETWORK] = setup_network, [BOX_LIMITS] = setup_limits,
        [BOX_FILTER] = setup_filter,
    };
    for (enum box_step step = BOX_IDENTITY; step < BOX_FORK; step++) {
        bool skip = (!init->first.spec->workspace && (step == BOX_NETWORK || step == BOX_PROC)) ||
                    (!init->first.spec->lab && step == BOX_HOSTS);
        if (skip)
            continue;
        if (!steps[step](init))
            give_up(init, step);
        if (init->first.spec->report_steps)
            tell(init->first.control, &(struct box_message){ .kind = BOX_STEP_DONE, .step = step });
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
    struct init init = {
        .first = { .spec = spec,
                   .ends = ends,
                   .ways = { .mark = mark,
                             .confine = confine,
                             .signal_left = signal_left,
                             .kill_left = kill_left },
                   .products = BOX_BUILD,
                   .limits = spec->limits,
                   .inits = spec->lab ? (unsigned)spec->lab->hosts.n + 1 : 1,
                   .control = ends->control,
                   .proc = -1,
                   .sockets = -1 },
    };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    first_default_signals();
    bool limited = ends->tasks < 0 || write(ends->tasks, "0", 1) == 1;
    first_close_others(spec, ends);
    if (!limited)
        give_up(&init, BOX_LIMITS);
    await_go(&init);
    unsigned processors = spec->nprocessors > 0 ? spec->nprocessors : 1;
    if (elsewhere_in(spec->elsewhere, ELSEWHERE_ORDER))
        processors++;
    if (!first_watch_children(&init.first) || !use_processors(spec->processor, processors))
        give_up(&init, BOX_LIMITS);
    if (!world_open(&init.files, spec, ends->trees))
        give_up(&init, BOX_MOUNTS);
    set_up(&init);
    hide();
    /*
     * Credentials that changed since have cleared it; and who died before is seen by first_serve().
     */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!tell_ready(init.first.control, spec, init.first.proc, &init.first.sockets,
                    &init.first.facts))
        give_up(&init, BOX_NETWORK);
    _exit(first_serve(&init.first)); /* and the kernel kills the rest */
}
