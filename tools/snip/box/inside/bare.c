/*
 * Only what is this process's own child and not yet reaped is ever killed, so its pid cannot have
 * become another's: when a process ends its children become ours, and are looked for anew, until there
 * is none.
 */
#include "box/inside/bare.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "box/inside/tell.h"
#include "box/world/files.h"
#include "box/world/limit.h"
#include "file/fs.h"

enum { TAG_SHIFT = 32, STAT_BYTES = 512 };

/* What there is of it. */
struct bare {
    const struct box_spec *spec;
    const struct init_ends *ends;
    int control, children, proc;
    struct box_facts facts;
    struct {
        bool started;
        pid_t pid; /* 0: it does not run */
    } programs[BOX_MAX_PROGRAMS];
};

uint64_t bare_tag(pid_t pid)
{
    return (uint64_t)pid << TAG_SHIFT;
}

bool bare_is_tag(uint64_t tag)
{
    return tag >> TAG_SHIFT != 0;
}

bool bare_is_marked(const char *stat, uint64_t tag, pid_t parent)
{
    const char *name_end = strrchr(stat, ')'); /* the name may hold one too */
    const char *rest = text_word(name_end ? name_end : "", 1);
    pid_t ppid = (pid_t)strtol(text_word(rest, 1), NULL, 10);
    pid_t session = (pid_t)strtol(text_word(rest, 3), NULL, 10);
    return name_end && (!tag || bare_tag(session) == tag) && (!parent || ppid == parent);
}

static void tell_program(const struct bare *bare, enum box_message_kind kind, size_t i, int value)
{
    pid_t pid = bare->programs[i].pid;
    tell(bare->control, &(struct box_message){ .kind = (int32_t)kind,
                                               .step = BOX_EXEC,
                                               .program = (int32_t)i,
                                               .value = value,
                                               .tag = bare_tag(pid) });
}

static void tell_failed(const struct bare *bare, enum box_step step, size_t i)
{
    tell(bare->control, &(struct box_message){ .kind = BOX_STEP_FAILED,
                                               .step = (int32_t)step,
                                               .program = (int32_t)i,
                                               .value = errno });
}

/* Tells whether the process NAME, of /proc, is a child of this one, and, unless it is 0, bears TAG. */
static bool is_left(const char *name, uint64_t tag)
{
    char path[64], text[STAT_BYTES];
    snprintf(path, sizeof(path), "/proc/%.20s/stat", name);
    fs_read_small(AT_FDCWD, path, text, sizeof(text));
    return bare_is_marked(text, tag, getpid());
}

/* Kills and reaps the children that bear TAG, 0 for all. Returns whether there was one. */
static bool kill_children(uint64_t tag)
{
    bool any = false;
    DIR *list = opendir("/proc");
    for (struct dirent *entry; list && (entry = readdir(list));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid <= 1 || !is_left(entry->d_name, tag))
            continue;
        any = true;
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    if (list)
        closedir(list);
    return any;
}

static void kill_all(uint64_t tag)
{
    while (kill_children(tag))
        continue;
}

/* Ends, all that programs have left and their folder gone. */
static _Noreturn void end(const struct box_spec *spec, int status)
{
    kill_all(0);
    if (chdir("/") == 0)
        fs_remove_tree(spec->bare);
    _exit(status);
}

/* Puts the files into the folder of the programs, and makes that, or the one to start in, current. */
static bool place_all(const struct box_spec *spec)
{
    if (chdir(spec->bare) < 0)
        return false;
    for (size_t i = 0; i < spec->nfiles; i++)
        if (!files_make_above(spec->files[i].name) ||
            !files_write_new(spec->files[i].name, &spec->files[i]))
            return false;
    return !spec->directory || chdir(spec->directory + 1) == 0;
}

/* In the child: becomes program I, or tells why not. */
static _Noreturn void exec_program(const struct bare *bare, size_t i)
{
    const struct box_program *program = &bare->spec->programs[i];
    const struct program_ends *ends = &bare->ends->programs[i];
    struct box_limits limits = bare->spec->limits;
    enum box_step step = BOX_EXEC;
    /* What counts for all processes of a user is none of one program's. */
    limits.processes = 0;
    setsid();
    init_default_signals();
    if (!bare->spec->workspace && !limit_allows(LIMIT_PARTS))
        step = BOX_FORK;
    else if (limit_program(&limits, 0) && (bare->spec->workspace || limit_memory(&limits)) &&
             prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && dup2(ends->in, 0) == 0 &&
             dup2(ends->out, 1) == 1 && dup2(ends->out, 2) == 2) {
        syscall(SYS_close_range, 3U, ~0U, (unsigned)CLOSE_RANGE_CLOEXEC);
        syscall(SYS_execve, program->argv[0], program->argv, program->env);
    }
    tell_failed(bare, step, i);
    _exit(127);
}

static void start_program(struct bare *bare, size_t i)
{
    if (i >= bare->spec->nprograms || bare->programs[i].started)
        return;
    bare->programs[i].started = true;
    pid_t pid = fork();
    if (pid == 0)
        exec_program(bare, i);
    if (pid < 0) {
        tell_failed(bare, BOX_FORK, i);
        return;
    }
    bare->programs[i].pid = pid;
    close(bare->ends->programs[i].in);
    close(bare->ends->programs[i].out);
    tell_program(bare, BOX_STARTED, i, pid);
}

static bool runs_any(const struct bare *bare)
{
    for (size_t i = 0; i < bare->spec->nprograms; i++)
        if (bare->programs[i].pid)
            return true;
    return false;
}

/* Tells that program I has ended, then that what it left is gone too. */
static void take_end(struct bare *bare, size_t i, int status, const struct rusage *usage)
{
    uint64_t tag = bare_tag(bare->programs[i].pid);
    tell_ended(bare->control, i, tag, status, usage);
    bare->programs[i].pid = 0;
    kill_all(runs_any(bare) ? tag : 0);
    tell_program(bare, BOX_GONE, i, 0);
}

static void reap(struct bare *bare)
{
    struct signalfd_siginfo ignored;
    struct rusage usage;
    int status = 0;
    while (read(bare->children, &ignored, sizeof(ignored)) > 0)
        continue;
    for (pid_t pid; (pid = wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED, &usage)) > 0;)
        for (size_t i = 0; i < bare->spec->nprograms; i++) {
            if (bare->programs[i].pid != pid)
                continue;
            if (WIFEXITED(status) || WIFSIGNALED(status))
                take_end(bare, i, status, &usage);
            else
                tell_program(bare, BOX_STOPPED, i, WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
        }
}

static void take_command(struct bare *bare, const struct box_command *command)
{
    size_t i = (size_t)command->program;
    switch (command->kind) {
    case BOX_RUN:
        start_program(bare, i);
        break;
    case BOX_SIGNAL:
        if (i < bare->spec->nprograms && bare->programs[i].pid)
            kill(bare->programs[i].pid, command->value);
        break;
    case BOX_FINISH:
        kill_all(0);
        if (bare->spec->workspace)
            tell_facts(bare->control, &bare->facts);
        tell_products(bare->control, bare->spec, bare->spec->bare);
        end(bare->spec, 0);
    }
}

/* Waits for snip's words and children's ends; ends with snip. */
static _Noreturn void serve(struct bare *bare)
{
    struct pollfd fds[] = { { bare->control, POLLIN, 0 }, { bare->children, POLLIN, 0 } };
    for (;;) {
        struct box_command command;
        reap(bare);
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            end(bare->spec, 1);
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        ssize_t n = recv(bare->control, &command, sizeof(command), MSG_DONTWAIT);
        if (n == (ssize_t)sizeof(command))
            take_command(bare, &command);
        else if (!(n < 0 && (errno == EAGAIN || errno == EINTR)))
            end(bare->spec, 1);
    }
}

static bool set_up(struct bare *bare)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    bare->children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    bare->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    umask(022);
    return bare->children >= 0 && bare->proc >= 0 && sigprocmask(SIG_BLOCK, &set, NULL) == 0 &&
           prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 && place_all(bare->spec) &&
           tell_ready(bare->control, bare->spec, bare->proc, &bare->facts);
}

static _Noreturn void start(struct bare *bare)
{
    if (!set_up(bare)) {
        tell_failed(bare, BOX_MOUNTS, 0);
        end(bare->spec, 1);
    }
    serve(bare);
}

/*
 * Waits for STARTER, the only child, whose orphans would be this one's own: if it could not clear up
 * itself, does so in its place. Nothing else is ever their parent, so no other process is killed.
 */
static _Noreturn void keep(const struct box_spec *spec, pid_t starter)
{
    int status = 0;
    prctl(PR_SET_NAME, "snip-keeper");
    syscall(SYS_close_range, 3U, ~0U, 0U);
    while (waitpid(starter, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status))
        _exit(WEXITSTATUS(status));
    end(spec, 1);
}

_Noreturn void bare_main(const struct box_spec *spec, const struct init_ends *ends)
{
    struct bare bare = { .spec = spec, .ends = ends, .control = ends->control };
    /* What ends snip from a terminal must not end this too, which has to clear up then. */
    setsid();
    init_default_signals();
    init_close_others(spec, ends);
    pid_t starter = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? fork() : -1;
    if (starter > 0)
        keep(spec, starter);
    if (starter < 0) {
        tell_failed(&bare, BOX_FORK, 0);
        end(spec, 1);
    }
    /* No signal to a group is to end both. */
    setsid();
    start(&bare);
}
