#include "box/look/observe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "box/look/calls.h"
#include "box/look/process.h"
#include "box/look/sockets.h"

/* A socket in the hands of a process. */
struct hold {
    int pid, fd;
    uint64_t inode;
};

/* The sockets that a program's processes hold, in the order of pids and descriptors. */
struct holds {
    struct hold *v;
    size_t n, cap;
    struct sockets sockets;
    bool serving; /* a process that keeps its descriptors closed serves nobody that is seen */
};

static void holds_release(struct holds *holds)
{
    sockets_release(&holds->sockets);
    vec_release(holds);
}

/* --- The sockets they hold --- */

/* Reads where the link NAME below DIR leads. Returns false where it is gone. */
static bool read_link(int dir, const char *name, char *target, size_t size)
{
    ssize_t n = readlinkat(dir, name, target, size - 1);
    target[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* Adds the descriptor FD below DESCRIPTORS if it is a socket. */
static void add_hold(struct holds *holds, const struct process *process, int descriptors, int fd)
{
    static const char prefix[] = "socket:[";
    char name[16], target[64], path[64], protocol[64];
    snprintf(name, sizeof(name), "%d", fd);
    if (!read_link(descriptors, name, target, sizeof(target)) || !text_starts(target, prefix))
        return;
    uint64_t inode = strtoull(target + strlen(prefix), NULL, 10);
    /* There is no getxattrat(2) before Linux 6.13. */
    snprintf(path, sizeof(path), "/proc/self/fd/%d/%d", descriptors, fd);
    ssize_t n = getxattr(path, "system.sockprotoname", protocol, sizeof(protocol) - 1);
    if (n < 0 && errno != ENODATA && errno != EOPNOTSUPP)
        return; /* closed meanwhile */
    protocol[n > 0 ? n : 0] = '\0';
    vec_push(holds, ((struct hold){ process->pid, fd, inode }));
    sockets_want(&holds->sockets, inode, n > 0 ? protocol : NULL);
}

static bool add_process(struct holds *holds, const struct process *process, struct err *err)
{
    char path[48];
    snprintf(path, sizeof(path), "%s/fd", process->live);
    AUTO_CLOSE int descriptors = openat(process->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    AUTO(numbers_release) struct numbers fds = { 0 };
    if (descriptors < 0 || !numbers_list(descriptors, ".", &fds))
        return !process_is_closed(process) || holds->serving ||
               err_sys(err, "cannot list the descriptors of process %d of a box", process->pid);
    vec_each (fd, &fds)
        add_hold(holds, process, descriptors, *fd);
    return true;
}

static bool collect(struct holds *holds, int proc, uint64_t tag, struct err *err)
{
    AUTO(numbers_release) struct numbers pids = { 0 };
    bool ok = process_list(proc, &pids) || err_sys(err, "cannot list the processes of a box");
    for (size_t i = 0; ok && i < pids.n; i++) {
        AUTO(process_close) struct process process;
        ok = process_open(&process, proc, pids.v[i], tag, err) &&
             (process.dir < 0 || add_process(holds, &process, err));
    }
    return ok;
}

bool observe_ready(int proc, int diag, uint64_t tag, enum observed kind, size_t *count,
                   struct err *err)
{
    AUTO(holds_release) struct holds holds = { .serving = true };
    *count = 0;
    if (!collect(&holds, proc, tag, err) ||
        !sockets_read(&holds.sockets, kind == OBSERVE_BOUND ? SOCKETS_BOUND : SOCKETS_SERVING, diag,
                      proc, err))
        return false;
    vec_each (socket, &holds.sockets)
        *count += kind == OBSERVE_BOUND    ? socket->bound
                  : kind == OBSERVE_CHOSEN ? socket->chosen
                                           : socket->serves;
    return true;
}

/* Reads all that can be known for a report; what cannot is said in OUT. */
static void collect_all(struct holds *holds, struct buf *out, int proc, int diag, uint64_t tag)
{
    AUTO(err_release) struct err err = { 0 };
    if (!collect(holds, proc, tag, &err))
        buf_printf(out, "%s\n", err.text);
    if (!sockets_read(&holds->sockets, SOCKETS_ALL, diag, proc, &err))
        buf_printf(out, "%s\n", err.text);
}

static void add_socket(struct buf *out, const struct holds *holds, uint64_t inode)
{
    const struct socket_info *socket = sockets_find(&holds->sockets, inode);
    buf_adds(out, socket ? socket->text : "a socket");
}

/* Adds the line of the socket that HOLD is the first to hold, with all its holders. */
static void add_socket_line(struct buf *out, const struct holds *holds, const struct hold *hold)
{
    add_socket(out, holds, hold->inode);
    const char *before = " (descriptor";
    vec_each (other, holds) {
        if (other->inode != hold->inode)
            continue;
        buf_printf(out, "%s %d of pid %d", before, other->fd, other->pid);
        before = ",";
    }
    buf_adds(out, ")\n");
}

void observe_sockets(struct buf *out, int proc, int diag, uint64_t tag)
{
    AUTO(holds_release) struct holds holds = { 0 };
    collect_all(&holds, out, proc, diag, tag);
    vec_each (hold, &holds) {
        const struct hold *first = holds.v;
        while (first->inode != hold->inode)
            first++;
        if (first == hold)
            add_socket_line(out, &holds, hold);
    }
    if (holds.n == 0)
        buf_adds(out, "it has no socket\n");
}

/* --- What they do --- */

/* A name for what the kernel calls TARGET and has no path; NULL where there is none. */
static const char *plain_name(const char *target)
{
    static const struct {
        const char *target, *name;
    } names[] = {
        { "pipe:", "a pipe" },
        { "anon_inode:[eventpoll]", "an epoll instance" },
        { "anon_inode:[eventfd]", "an eventfd" },
        { "anon_inode:[timerfd]", "a timerfd" },
        { "anon_inode:[signalfd]", "a signalfd" },
        { "anon_inode:[pidfd]", "a pidfd" },
        { "anon_inode:inotify", "an inotify instance" },
    };
    for (size_t i = 0; i < COUNT(names); i++)
        if (text_starts(target, names[i].target))
            return names[i].name;
    return NULL;
}

static const char *file_kind(mode_t mode)
{
    return S_ISREG(mode)    ? " (a file)"
           : S_ISFIFO(mode) ? " (a FIFO)"
           : S_ISCHR(mode)  ? " (a device)"
           : S_ISDIR(mode)  ? " (a directory)"
                            : "";
}

/* Says what the descriptor FD is, which is no socket that was seen. */
static void add_file(struct buf *out, const struct process *process, int fd)
{
    static const char *const standard[] = { "its standard input", "its standard output",
                                            "its standard error" };
    char path[48], target[4096];
    struct stat st = { 0 };
    snprintf(path, sizeof(path), "%s/fd/%d", process->live, fd);
    if (!read_link(process->dir, path, target, sizeof(target))) {
        buf_adds(out, "not open any more");
        return;
    }
    const char *name = plain_name(target);
    if (text_starts(target, "socket:"))
        name = "a socket";
    if (fstatat(process->dir, path, &st, 0) == 0 && fd >= 0 && fd <= 2 &&
        (text_starts(target, "pipe:") || S_ISCHR(st.st_mode)))
        name = standard[fd];
    if (name) {
        buf_adds(out, name);
        return;
    }
    text_show_line(out, target, strlen(target));
    buf_adds(out, file_kind(st.st_mode));
}

static void add_descriptor(struct buf *out, const struct process *process,
                           const struct holds *holds, int fd)
{
    buf_printf(out, " on descriptor %d: ", fd);
    vec_each (hold, holds) {
        if (hold->pid != process->pid || hold->fd != fd)
            continue;
        add_socket(out, holds, hold->inode);
        return;
    }
    add_file(out, process, fd);
}

/* What one thread does, in words. */
struct deed {
    char *text;
    int tid;      /* the first that does it */
    size_t count; /* of threads */
};

VEC_TYPE(deeds, struct deed);

static void deeds_release(struct deeds *deeds)
{
    vec_each (deed, deeds)
        free(deed->text);
    vec_release(deeds);
}

/* Says in which call a thread is; TEXT is its file `syscall`. Returns whether on several things. */
static bool add_call(struct buf *out, const char *text, const struct process *process,
                     const struct holds *holds)
{
    if (text_starts(text, "running")) {
        buf_adds(out, "is running");
        return false;
    }
    long number = strtol(text, NULL, 10);
    unsigned long first = strtoul(text_word(text, 1), NULL, 16);
    const struct waiting_call *call = waiting_call_find(number);
    if (call)
        buf_adds(out, call->does);
    else if (number < 0)
        buf_adds(out, "waits outside of any system call");
    else
        buf_printf(out, "waits in system call %ld", number);
    if (call && call->subject == CALL_DESCRIPTOR)
        add_descriptor(out, process, holds, (int)first);
    return !call || call->subject == CALL_MANY;
}

/* Appends what thread TID does; nothing where it has ended. Returns whether sockets tell more. */
static bool add_deed(struct buf *out, int tid, const struct process *process,
                     const struct holds *holds)
{
    char at[24], text[256];
    snprintf(at, sizeof(at), "task/%d", tid);
    struct condition condition = process_condition(process, at);
    char state = condition.state;
    if (condition.ends)
        return false;
    if (state == 'T' || state == 't') {
        buf_adds(out, state == 'T' ? "was stopped by a signal" : "is held by a tracer");
        return false;
    }
    if (process_read(process, at, "syscall", text, sizeof(text)))
        return add_call(out, text, process, holds);
    if (state == 'R')
        buf_adds(out, "is running");
    else
        buf_printf(out, "waits in a call that cannot be read (%s)", strerror(errno));
    return state != 'R';
}

/* Counts the deed TEXT of thread TID, which it takes, with equal ones. */
static void count_deed(struct deeds *deeds, struct buf *text, int tid)
{
    vec_each (deed, deeds) {
        if (strcmp(deed->text, buf_str(text)) == 0) {
            deed->count++;
            buf_release(text);
            return;
        }
    }
    vec_push(deeds, ((struct deed){ buf_steal(text), tid, 1 }));
}

static void list_held(struct buf *out, const struct process *process, const struct holds *holds)
{
    bool any = false;
    vec_each (hold, holds) {
        if (hold->pid != process->pid)
            continue;
        buf_printf(out, "  descriptor %d: ", hold->fd);
        add_socket(out, holds, hold->inode);
        buf_addc(out, '\n');
        any = true;
    }
    if (!any)
        buf_adds(out, "  it has no socket\n");
}

static void describe_process(struct buf *out, const struct process *process,
                             const struct holds *holds)
{
    AUTO(numbers_release) struct numbers threads = { 0 };
    AUTO(deeds_release) struct deeds deeds = { 0 };
    bool many = false;
    numbers_list(process->dir, "task", &threads);
    vec_each (tid, &threads) {
        struct buf text = BUF_INIT;
        many |= add_deed(&text, *tid, process, holds);
        if (text.len)
            count_deed(&deeds, &text, *tid);
    }
    vec_each (deed, &deeds) {
        buf_printf(out, "pid %d", process->pid);
        if (deed->count > 1)
            buf_printf(out, ", each of %zu threads", deed->count);
        else if (threads.n > 1)
            buf_printf(out, ", thread %d", deed->tid);
        buf_printf(out, " %s\n", deed->text);
    }
    if (many)
        list_held(out, process, holds);
}

bool observe_waits(int proc, uint64_t tag)
{
    AUTO(numbers_release) struct numbers pids = { 0 };
    AUTO(err_release) struct err ignored = { 0 };
    bool runs = false;
    process_list(proc, &pids);
    vec_each (pid, &pids) {
        AUTO(process_close) struct process process;
        if (process_open(&process, proc, *pid, tag, &ignored) && process.dir >= 0)
            runs |= process_condition(&process, ".").state == 'R';
    }
    return !runs;
}

void observe_describe(struct buf *out, int proc, int diag, uint64_t tag)
{
    AUTO(holds_release) struct holds holds = { 0 };
    AUTO(numbers_release) struct numbers pids = { 0 };
    AUTO(err_release) struct err ignored = { 0 };
    process_list(proc, &pids); /* should that fail, collect_all() says so */
    collect_all(&holds, out, proc, diag, tag);
    vec_each (pid, &pids) {
        AUTO(process_close) struct process process;
        if (process_open(&process, proc, *pid, tag, &ignored) && process.dir >= 0)
            describe_process(out, &process, &holds);
    }
}
