/*
 * Only what is this process's own child and not yet reaped is ever killed, so its pid cannot have
 * become another's: when a process ends its children become ours, and are looked for anew, until
 * there is none.
 */
#include "box/inside/bare.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "box/inside/first.h"
#include "box/inside/tell.h"
#include "box/look/tag.h"
#include "box/world/files.h"
#include "box/world/limit.h"
#include "file/fs.h"

enum { STAT_BYTES = 512 };

/*
 * Tells whether the process NAME, of /proc, is a child of this one, and, unless it is 0, bears TAG.
 */
static bool is_left(const char *name, uint64_t tag)
{
    char path[64], text[STAT_BYTES];
    snprintf(path, sizeof(path), "/proc/%.20s/stat", name);
    fs_read_small(AT_FDCWD, path, text, sizeof(text));
    return tag_is_borne(text, tag, getpid());
}

/*
 * Sends SIGNAL, 0 for none, to the children that bear TAG, 0 for all, and with REAP waits for their
 * ends. Returns whether there was one.
 */
static bool signal_children(uint64_t tag, int signal, bool reap)
{
    bool any = false;
    DIR *list = opendir("/proc");
    for (struct dirent *entry; list && (entry = readdir(list));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid <= 1 || !is_left(entry->d_name, tag))
            continue;
        any = true;
        kill(pid, signal);
        while (reap && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    if (list)
        closedir(list);
    return any;
}

/* Where none else runs or has left anything, what is left is its. */
static bool signal_left(const struct first *first, const struct program *program, int signal)
{
    bool alone = true;
    for (size_t i = 0; i < first->spec->nprograms; i++) {
        const struct program *other = &first->programs[i];
        alone &= other == program || (other->state != RUNNING && other->state != LEFT);
    }
    return signal_children(alone ? 0 : program->tag, signal, false);
}

static void kill_left(const struct first *first)
{
    (void)first;
    while (signal_children(0, SIGKILL, true))
        continue;
}

/* Ends, all that programs have left and their folder gone. */
static _Noreturn void end(const struct first *first, int status)
{
    kill_left(first);
    if (chdir("/") == 0)
        fs_remove_tree(first->spec->bare);
    _exit(status);
}

/* A program is its session's first, which is tag enough. */
static bool mark(const struct first *first, struct program *program)
{
    (void)first, (void)program;
    return true;
}

static enum box_step confine(const struct first *first, const struct box_program *program)
{
    (void)first, (void)program;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? BOX_STEPS : BOX_EXEC;
}

/*
 * Puts the files into the folder of the programs, and makes that, or the one to start in, current.
 */
static bool place_all(const struct box_spec *spec)
{
    if (chdir(spec->bare) < 0)
        return false;
    for (size_t i = 0; i < spec->nfiles; i++)
        if (!files_make_above(spec->files[i].name) ||
            !files_write_new(spec->files[i].name, &spec->files[i], spec->file_time))
            return false;
    return !spec->directory || chdir(spec->directory + 1) == 0;
}

static bool set_up(struct first *first)
{
    first->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    umask(022);
    return first_watch_children(first) && first->proc >= 0 &&
           prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 && place_all(first->spec) &&
           tell_ready(first->control, first->spec, first->proc, &first->sockets, &first->facts);
}

/*
 * Waits for STARTER, the only child, whose orphans would be this one's own: if it could not clear
 * up itself, does so in its place. Nothing else is ever their parent, so no other process is
 * killed.
 */
static _Noreturn void keep(const struct first *first, pid_t starter)
{
    int status = 0;
    prctl(PR_SET_NAME, "snip-keeper");
    syscall(SYS_close_range, 3U, ~0U, 0U);
    while (waitpid(starter, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status))
        _exit(WEXITSTATUS(status));
    end(first, 1);
}

_Noreturn void bare_main(const struct box_spec *spec, const struct init_ends *ends)
{
    struct first first = {
        .spec = spec,
        .ends = ends,
        .ways = { mark, tag_of_session, confine, signal_left, kill_left },
        .products = spec->bare,
        .limits = spec->limits,
        .control = ends->control,
    };
    /* What counts for all processes of a user is none of one program's. */
    first.limits.processes = 0;
    /* What ends snip from a terminal must not end this too, which has to clear up then. */
    setsid();
    first_default_signals();
    first_close_others(spec, ends);
    pid_t starter = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? fork() : -1;
    if (starter > 0)
        keep(&first, starter);
    if (starter < 0) {
        tell_failed(first.control, BOX_FORK, 0);
        end(&first, 1);
    }
    /* No signal to a group is to end both. */
    setsid();
    if (!set_up(&first)) {
        tell_failed(first.control, BOX_MOUNTS, 0);
        end(&first, 1);
    }
    end(&first, first_serve(&first));
}
