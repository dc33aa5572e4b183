/*
 * A process is looked at through a descriptor of its directory in PROC: when it ends and its pid is
 * another's, what lies below that descriptor is gone, not the other's.
 */
#include "box/look/observe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "box/look/calls.h"
#include "box/look/sockets.h"
#include "box/look/tag.h"
#include "file/fs.h"

enum {
    EXITING = 0x4,  /* PF_EXITING in the flags of PID/stat */
    PATIENCE = 100, /* how often a closed process is looked at again, a millisecond apart */
};

VEC_TYPE(numbers, int);

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

static void numbers_release(struct numbers *numbers)
{
    vec_release(numbers);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Adds the names below DIR/NAME that are numbers, sorted. Returns false with errno set on failure.
 */
static bool list_numbers(int dir, const char *name, struct numbers *out)
{
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list)
        return false;
    errno = 0;
    for (struct dirent *entry; (entry = readdir(list));) {
        char *end;
        long number = strtol(entry->d_name, &end, 10);
        if (end != entry->d_name && *end == '\0')
            vec_push(out, (int)number);
    }
    int error = errno;
    closedir(list);
    errno = error;
    if (out->n > 1)
        qsort(out->v, out->n, sizeof(*out->v), by_value);
    return error == 0;
}

/* --- Processes --- */

/* A process of the program that is looked at. */
struct process {
    int pid;
    int dir;       /* its directory in PROC; -1: it is another program's, or has ended */
    char live[24]; /* below it, a thread's directory that has descriptors and namespaces */
};

enum found { FOUND, OTHER, GONE, FORBIDDEN };

/* Reads the small file AT/NAME below DIR as a string. Returns false with errno set on failure. */
static bool read_small(int dir, const char *at, const char *name, char *text, size_t size)
{
    char path[48];
    snprintf(path, sizeof(path), "%s/%s", at, name);
    return fs_read_small(dir, path, text, size);
}

/*
 * The state letter (proc_pid_stat(5)) of the thread at AT below DIR; 0 where it ends or has ended.
 */
static char read_state(int dir, const char *at)
{
    char text[512];
    read_small(dir, at, "stat", text, sizeof(text));
    const char *name_end = strrchr(text, ')'); /* the name may hold one too */
    const char *rest = text_word(name_end ? name_end : "", 1);
    bool ends = strtoul(text_word(rest, 6), NULL, 10) & EXITING;
    return ends || *rest == 'Z' || *rest == 'X' ? '\0' : *rest;
}

/*
 * Why a look at PROCESS failed. What is ending belongs to root once it has lost its memory, so
 * EACCES alone does not tell that more than a moment is in the way.
 */
static enum found why_not(const struct process *process)
{
    int error = errno;
    bool denied = error == EACCES || error == EPERM;
    enum found found = denied && read_state(process->dir, process->live) ? FORBIDDEN : GONE;
    errno = error;
    return found;
}

/* As has_tag(), without a box. */
static enum found has_session(const struct process *process, uint64_t tag)
{
    char text[512];
    if (!read_small(process->dir, process->live, "stat", text, sizeof(text)))
        return GONE;
    return tag_is_borne(text, tag, 0) ? FOUND : OTHER;
}

/* Tells whether the thread at process->live is one of TAG. A zombie is in no namespace: GONE. */
static enum found has_tag(const struct process *process, uint64_t tag)
{
    char path[48];
    struct stat st;
    if (tag_is_session(tag))
        return has_session(process, tag);
    snprintf(path, sizeof(path), "%s/ns/uts", process->live);
    if (fstatat(process->dir, path, &st, 0) < 0)
        return why_not(process);
    return st.st_ino == tag ? FOUND : OTHER;
}

/*
 * As has_tag(). What the init has only just forked has its memory still, which is closed to all but
 * root, until it opens it as the first it does (box/inside/init.c): wait for that, if not for ever.
 */
static enum found has_tag_soon(const struct process *process, uint64_t tag)
{
    static const struct timespec pause = { 0, 1000000 };
    enum found found = has_tag(process, tag);
    for (int i = 0; found == FORBIDDEN && i < PATIENCE; i++) {
        nanosleep(&pause, NULL);
        found = has_tag(process, tag);
    }
    return found;
}

/* A main thread that has ended is a zombie with the process's pid, while the others live on. */
static enum found find_thread(struct process *process, uint64_t tag)
{
    AUTO(numbers_release) struct numbers threads = { 0 };
    list_numbers(process->dir, "task", &threads);
    enum found found = GONE;
    for (size_t i = 1; found == GONE && i < threads.n; i++) {
        snprintf(process->live, sizeof(process->live), "task/%d", threads.v[i]);
        found = has_tag(process, tag);
    }
    return found;
}

/* Opens PID in PROC, if it is a process of TAG; process->dir is the caller's to close. */
static bool process_open(struct process *process, int proc, int pid, uint64_t tag, struct err *err)
{
    char name[16];
    snprintf(name, sizeof(name), "%d", pid);
    *process = (struct process){ pid, openat(proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC), "." };
    if (process->dir < 0)
        return true;
    enum found found = has_tag_soon(process, tag);
    if (found == GONE)
        found = find_thread(process, tag);
    if (found == FORBIDDEN)
        err_sys(err, "cannot look at process %d of a box", pid);
    if (found != FOUND)
        fd_close_at(&process->dir);
    return found != FORBIDDEN;
}

static void process_close(struct process *process)
{
    fd_close_at(&process->dir);
}

/* The pids in PROC without the init's. Returns false with errno set on failure. */
static bool list_pids(int proc, struct numbers *out)
{
    if (!list_numbers(proc, ".", out))
        return false;
    if (out->n && out->v[0] == 1)
        memmove(out->v, out->v + 1, --out->n * sizeof(*out->v));
    return true;
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
    if (descriptors < 0 || !list_numbers(descriptors, ".", &fds))
        return why_not(process) == GONE || holds->serving ||
               err_sys(err, "cannot list the descriptors of process %d of a box", process->pid);
    vec_each (fd, &fds)
        add_hold(holds, process, descriptors, *fd);
    return true;
}

static bool collect(struct holds *holds, int proc, uint64_t tag, struct err *err)
{
    AUTO(numbers_release) struct numbers pids = { 0 };
    bool ok = list_pids(proc, &pids) || err_sys(err, "cannot list the processes of a box");
    for (size_t i = 0; ok && i < pids.n; i++) {
        AUTO(process_close) struct process process;
        ok = process_open(&process, proc, pids.v[i], tag, err) &&
             (process.dir < 0 || add_process(holds, &process, err));
    }
    return ok;
}

bool observe_ready(int proc, int diag, uint64_t tag, bool bound, size_t *count, struct err *err)
{
    AUTO(holds_release) struct holds holds = { .serving = true };
    *count = 0;
    if (!collect(&holds, proc, tag, err) ||
        !sockets_read(&holds.sockets, bound ? SOCKETS_BOUND : SOCKETS_SERVING, diag, proc, err))
        return false;
    vec_each (socket, &holds.sockets)
        *count += bound ? socket->bound : socket->serves;
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
    char state = read_state(process->dir, at);
    if (state == '\0')
        return false;
    if (state == 'T' || state == 't') {
        buf_adds(out, state == 'T' ? "was stopped by a signal" : "is held by a tracer");
        return false;
    }
    if (read_small(process->dir, at, "syscall", text, sizeof(text)))
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
    list_numbers(process->dir, "task", &threads);
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

bool observe_rest(int proc, uint64_t tag)
{
    AUTO(numbers_release) struct numbers pids = { 0 };
    AUTO(err_release) struct err ignored = { 0 };
    bool runs = false;
    list_pids(proc, &pids);
    vec_each (pid, &pids) {
        AUTO(process_close) struct process process;
        if (process_open(&process, proc, *pid, tag, &ignored) && process.dir >= 0)
            runs |= read_state(process.dir, ".") == 'R';
    }
    return !runs;
}

void observe_describe(struct buf *out, int proc, int diag, uint64_t tag)
{
    AUTO(holds_release) struct holds holds = { 0 };
    AUTO(numbers_release) struct numbers pids = { 0 };
    AUTO(err_release) struct err ignored = { 0 };
    list_pids(proc, &pids); /* should that fail, collect_all() says so */
    collect_all(&holds, out, proc, diag, tag);
    vec_each (pid, &pids) {
        AUTO(process_close) struct process process;
        if (process_open(&process, proc, *pid, tag, &ignored) && process.dir >= 0)
            describe_process(out, &process, &holds);
    }
}
