/*
 * How a host is made, seen from outside: clone3() makes the init in six new namespaces at once;
 * what it does there is told in init.c. The two speak over a socket of packets, which ends with
 * either.
 */
#include "box/host.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/inside/bare.h"
#include "box/inside/init.h"
#include "box/world/devices.h"
#include "box/world/elsewhere.h"
#include "box/world/files.h"
#include "box/world/limit.h"
#include "box/world/seccomp.h"
#include "box/world/tun.h"
#include "box/world/world.h"

/* Their terminals and inputs are to be the programs' own, or they could not open them by name. */
static bool give_descriptors(const struct box_spec *spec, const struct program_ends *ends)
{
    for (size_t i = 0; i < spec->nprograms; i++)
        if (fchown(ends[i].in, BOX_NOBODY, BOX_NOBODY) < 0 ||
            fchown(ends[i].out, BOX_NOBODY, BOX_NOBODY) < 0)
            return false;
    return true;
}

/*
 * Where root runs programs, they are nobody outside: what is root's is not theirs. Returns false
 * where that cannot be, as for the root of a user namespace that has no nobody.
 */
static bool map_to_nobody(pid_t pid, const struct box_spec *spec, const struct program_ends *ends)
{
    char path[64], map[64];
    if (geteuid() != 0)
        return false;
    snprintf(map, sizeof(map), "%d %d 1", BOX_UID, BOX_NOBODY);
    snprintf(path, sizeof(path), "/proc/%d/gid_map", (int)pid);
    if (!files_put(path, map))
        return false;
    snprintf(path, sizeof(path), "/proc/%d/uid_map", (int)pid);
    return files_put(path, map) && give_descriptors(spec, ends);
}

/* Should the init be gone already, its messages tell. */
static void command(const struct host *host, enum box_command_kind kind, size_t program, int value)
{
    struct box_command packet = { (int32_t)kind, (int32_t)program, value };
    ssize_t ignored = send(host->control, &packet, sizeof(packet), MSG_NOSIGNAL);
    (void)ignored;
}

static bool check_spec(const struct box_spec *spec, struct err *err)
{
    if (spec->workspace && spec->nfiles > BOX_MAX_FILES)
        return err_set(err, ERR_SYSTEM, "a box takes at most %d files", BOX_MAX_FILES);
    if (spec->nshown > BOX_MAX_SHOWN || spec->nproducts > BOX_MAX_PRODUCTS)
        return err_set(err, ERR_SYSTEM, "a box shows at most %d folders, and hands out %d files",
                       BOX_MAX_SHOWN, BOX_MAX_PRODUCTS);
    if (spec->nprograms > BOX_MAX_PROGRAMS)
        return err_set(err, ERR_SYSTEM, "a box takes at most %d programs", BOX_MAX_PROGRAMS);
    return (spec->bare || devices_check(err)) && tun_check(spec, err);
}

/* Mounts of the folders that are shown; -1 where only the host itself can make one. */
struct trees {
    int fd[BOX_MAX_SHOWN];
    size_t n;
};

/* Root passes through what a box may not, so it mounts outside; nobody else can (open_tree(2)). */
static bool open_trees(struct trees *trees, const struct box_spec *spec, struct err *err)
{
    for (; trees->n < spec->nshown; trees->n++) {
        AUTO_CLOSE int folder = open(spec->shown[trees->n], O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0)
            return err_sys(err, "cannot open the folder %s", spec->shown[trees->n]);
        trees->fd[trees->n] = (int)syscall(
            SYS_open_tree, folder, "",
            (unsigned)(OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE));
    }
    return true;
}

static void close_trees(struct trees *trees)
{
    while (trees->n > 0)
        fd_close_at(&trees->fd[--trees->n]);
}

/* Clones the init of HOST, which is given ENDS. Returns false and errno. */
static bool clone_init(struct host *host, const struct box_spec *spec, const struct init_ends *ends)
{
    struct clone_args args = {
        .flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC |
                 CLONE_NEWUTS | CLONE_PIDFD,
        .cgroup = (uint64_t)host->group.folder,
        .pidfd = (uint64_t)(uintptr_t)&host->pidfd,
        .exit_signal = SIGCHLD,
    };
    if (host->group.folder >= 0)
        args.flags |= CLONE_INTO_CGROUP;
    long pid = syscall(SYS_clone3, &args, sizeof(args));
    if (pid == 0) {
        close(host->control);
        if (host->channel >= 0)
            close(host->channel);
        init_main(spec, ends);
    }
    host->pid = (pid_t)pid;
    return pid > 0;
}

/* As clone_init(), where there is to be no box: by calls that every machine allows. */
static bool fork_bare(struct host *host, const struct box_spec *spec, const struct init_ends *ends)
{
    host->bare = true;
    host->pid = fork();
    if (host->pid == 0) {
        close(host->control);
        bare_main(spec, ends);
    }
    if (host->pid > 0)
        host->pidfd = (int)syscall(SYS_pidfd_open, host->pid, 0U);
    return host->pid > 0 && host->pidfd >= 0;
}

/* Makes HOST's end of its packets, and *THEIRS, the init's. */
static bool open_control(struct host *host, int *theirs, struct err *err)
{
    int ends[2];
    *host = (struct host)HOST_NONE;
    *theirs = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return err_sys(err, "cannot make a socket pair");
    host->control = ends[0];
    *theirs = ends[1];
    return true;
}

/* Makes HOST's end of what the recorder of a run tells, and *THEIRS. */
static bool open_channel(struct host *host, int *theirs, struct err *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return err_sys(err, "cannot make a socket pair");
    host->channel = ends[0];
    *theirs = ends[1];
    return true;
}

/* The hosts' ends of their packets, of a lab. */
struct controls {
    int fd[LAB_MAX_HOSTS];
    size_t n;
};

static void close_controls(struct controls *controls)
{
    while (controls->n > 0)
        fd_close_at(&controls->fd[--controls->n]);
}

/* The text of the file hosts(5) of each host of LAB. */
static void add_names(struct strings *names, const struct lab *lab)
{
    for (size_t i = 0; i < lab->hosts.n; i++) {
        struct buf text = BUF_INIT;
        lab_names(&text, lab, i);
        strings_add(names, buf_steal(&text));
    }
}

bool host_start(struct host *host, struct host *hosts, const struct box_spec *spec,
                const struct program_ends *ends, struct err *err)
{
    AUTO_CLOSE int theirs = -1;
    AUTO_CLOSE int channel = -1;
    AUTO(close_trees) struct trees trees = { 0 };
    AUTO(close_controls) struct controls controls = { 0 };
    AUTO(strings_release) struct strings names = { 0 };
    struct box_spec whole = *spec;
    size_t nhosts = hosts && spec->lab ? spec->lab->hosts.n : 0;
    for (size_t i = 0; i < nhosts; i++)
        hosts[i] = (struct host)HOST_NONE;
    if (!open_control(host, &theirs, err) || !check_spec(spec, err))
        return false;
    if (spec->trace && !open_channel(host, &channel, err))
        return false;
    struct init_ends given = { theirs,  ends, controls.fd, trees.fd,
                               channel, -1,   geteuid(),   getegid() };
    if (spec->bare)
        return fork_bare(host, spec, &given) || box_step_error(err, BOX_FORK, NULL, errno);
    bool traced = elsewhere_in(spec->elsewhere, ELSEWHERE_TRACED);
    enum filter_kind kind = spec->trace ? FILTER_RECORDED
                            : traced    ? FILTER_ELSEWHERE
                                        : FILTER_PLAIN;
    if (!(whole.filter = filter_get(kind, err)) || !open_trees(&trees, spec, err))
        return false;
    if (kind != FILTER_PLAIN && !(whole.recorder = filter_get_recorder(err)))
        return false;
    for (; controls.n < nhosts; controls.n++)
        if (!open_control(&hosts[controls.n], &controls.fd[controls.n], err))
            return false;
    if (spec->lab)
        add_names(&names, spec->lab);
    whole.lab_names = &names;
    limit_raise();
    cgroup_open(&host->group, spec->limits.memory);
    given.tasks = host->group.tasks;
    bool cloned = clone_init(host, &whole, &given);
    /* A cgroup that it may not be made in is none. */
    if (!cloned && host->group.folder >= 0) {
        cgroup_close(&host->group);
        given.tasks = host->group.tasks;
        cloned = clone_init(host, &whole, &given);
    }
    if (!cloned)
        return box_step_error(err, BOX_CLONE, NULL, errno);
    command(host, BOX_GO, 0, map_to_nobody(host->pid, spec, ends));
    return true;
}

void host_run(const struct host *host, size_t program)
{
    command(host, BOX_RUN, program, 0);
}

void host_signal(const struct host *host, size_t program, int signal)
{
    command(host, BOX_SIGNAL, program, signal);
}

void host_finish(const struct host *host)
{
    command(host, BOX_FINISH, 0, 0);
}

/* Takes the descriptors that came with PACKET, a message of KIND, for what they are. */
static void take_descriptors(struct host *host, int kind, struct msghdr *packet)
{
    const struct cmsghdr *rights = CMSG_FIRSTHDR(packet);
    int *slots[BOX_VIEWS] = { &host->proc, &host->diag, &host->route };
    if (kind == BOX_PRODUCT)
        slots[0] = &host->product;
    if (!rights || rights->cmsg_type != SCM_RIGHTS)
        return;
    size_t count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count && i < BOX_VIEWS; i++) {
        fd_close_at(slots[i]);
        memcpy(slots[i], CMSG_DATA(rights) + i * sizeof(int), sizeof(int));
    }
}

int host_receive(struct host *host, struct box_message *message)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(BOX_VIEWS * sizeof(int))];
    } control;
    struct iovec part = { message, sizeof(*message) };
    struct msghdr packet = { .msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes) };
    ssize_t n;
    /* An init that ends without reading all commands resets: once, before what it said last. */
    do
        n = recvmsg(host->control, &packet, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (n < 0 && (errno == EINTR || errno == ECONNRESET));
    if (n == (ssize_t)sizeof(*message))
        take_descriptors(host, message->kind, &packet);
    return n == (ssize_t)sizeof(*message) ? 1 : n < 0 && errno == EAGAIN ? -1 : 0;
}

void host_kill(const struct host *host)
{
    /* What has no box must kill its processes itself. */
    if (host->bare)
        shutdown(host->control, SHUT_WR);
    else if (host->pidfd >= 0)
        syscall(SYS_pidfd_send_signal, host->pidfd, SIGKILL, NULL, 0U);
}

/* Reads what still comes until the other end is closed. */
static void drain(int control)
{
    struct box_message ignored;
    ssize_t n;
    do
        n = recv(control, &ignored, sizeof(ignored), 0);
    while (n > 0 || (n < 0 && (errno == EINTR || errno == ECONNRESET)));
}

void host_reap(struct host *host)
{
    while (host->pid > 0 && waitpid(host->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    /* A keeper that was killed has not waited for who clears up. */
    if (host->bare)
        drain(host->control);
    fd_close_at(&host->pidfd);
    fd_close_at(&host->control);
    fd_close_at(&host->proc);
    fd_close_at(&host->diag);
    fd_close_at(&host->route);
    fd_close_at(&host->product);
    fd_close_at(&host->channel);
    cgroup_close(&host->group);
    host->pid = -1;
}
