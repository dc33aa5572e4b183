/*
 * The guardian is a child of snip with one descriptor, over which it is told what to remove and whose
 * end tells it that snip is gone. It is in a session of its own and blocks all signals, so that what
 * ends snip from a terminal does not end it too. Of snip's other descriptors it keeps none: somebody
 * may be waiting for the end of snip's output.
 *
 * When snip ends in peace it waits for the guardian, so nothing is left even a moment later.
 */
#include "box/watch/guard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"
#include "file/fs.h"

enum { TRIES = 1000, TRY_EACH_US = 1000 };

static int channel = -1; /* to the guardian */
static pid_t guardian;
static pid_t owner; /* who started it: a child that was forked since must not end it */

/* What bears this extended attribute (xattr(7)) snip has made; cgroups can since Linux 5.7. */
static const char mark[] = "user.snip";

bool guard_mark(const char *path)
{
    return lsetxattr(path, mark, "", 0, XATTR_CREATE) == 0;
}

bool guard_is_marked(const char *path)
{
    struct stat st;
    return lgetxattr(path, mark, NULL, 0) >= 0 && lstat(path, &st) == 0 && st.st_uid == geteuid();
}

/* Tells whether PID is in the list of the file PROCS, a cgroup's cgroup.procs. */
static bool is_listed(const char *procs, pid_t pid)
{
    FILE *file = fopen(procs, "re");
    char line[32];
    bool found = false;
    while (file && !found && fgets(line, sizeof(line), file))
        found = strtol(line, NULL, 10) == pid;
    if (file)
        fclose(file);
    return found;
}

/* Kills PID, which PROCS had; that it still has shows that the number is not yet another's. */
static void kill_member(const char *procs, pid_t pid)
{
    AUTO_CLOSE int process = (int)syscall(SYS_pidfd_open, pid, 0U);
    if (process >= 0 && is_listed(procs, pid))
        syscall(SYS_pidfd_send_signal, process, SIGKILL, NULL, 0U);
}

static void kill_group(const char *path)
{
    AUTO_FREE char *procs = fs_join(path, "cgroup.procs");
    FILE *file = fopen(procs, "re");
    char line[32];
    if (!file)
        return;
    /* A process of another pid namespace is shown as 0, which must not be taken for our group. */
    while (fgets(line, sizeof(line), file)) {
        long pid = strtol(line, NULL, 10);
        if (pid > 1)
            kill_member(procs, (pid_t)pid);
    }
    fclose(file);
}

/* Tries to remove the cgroup at PATH and those below it, as far as they are snip's. */
static bool remove_group(const char *path)
{
    if (!guard_is_marked(path))
        return true;
    DIR *dir = opendir(path);
    if (!dir)
        return errno == ENOENT;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
            continue;
        AUTO_FREE char *below = fs_join(path, entry->d_name);
        remove_group(below);
    }
    closedir(dir);
    kill_group(path);
    return rmdir(path) == 0 || errno == ENOENT;
}

void guard_remove_cgroup(const char *path)
{
    for (int i = 0; i < TRIES && !remove_group(path); i++)
        usleep(TRY_EACH_US);
}

/* Leaves all that is snip's but the descriptor IN, which becomes 0. */
static void leave(int in)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setsid();
    prctl(PR_SET_NAME, "snip-guardian");
    if (dup2(in, 0) == 0)
        syscall(SYS_close_range, 1U, ~0U, 0U);
    if (chdir("/") < 0)
        _exit(1);
}

static _Noreturn void guard(int in)
{
    struct strings list = { 0 };
    char message[PATH_MAX + 1];
    ssize_t n;
    leave(in);
    while ((n = recv(0, message, sizeof(message) - 1, 0)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            strings_add(&list, mem_strndup(message, (size_t)n));
    vec_each (path, &list)
        guard_remove_cgroup(*path);
    _exit(0);
}

static void end_guardian(void)
{
    if (owner != getpid())
        return;
    fd_close_at(&channel);
    while (waitpid(guardian, NULL, 0) < 0 && errno == EINTR)
        continue;
}

static bool start_guardian(void)
{
    int ends[2];
    if (channel >= 0)
        return true;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return false;
    guardian = fork();
    if (guardian == 0)
        guard(ends[1]);
    close(ends[1]);
    if (guardian < 0) {
        close(ends[0]);
        return false;
    }
    channel = ends[0];
    owner = getpid();
    return atexit(end_guardian) == 0;
}

/* Where no guardian can be had, what a killed snip leaves is swept by the next one. */
void guard_cgroup(const char *path)
{
    if (!start_guardian())
        return;
    ssize_t ignored = send(channel, path, strlen(path), MSG_NOSIGNAL);
    (void)ignored;
}
