#include "cmd/lock.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "file/fs.h"
#include "file/project.h"

enum { STRANGERS_MS = 5000, TRY_EACH_MS = 20, US_PER_MS = 1000, MAX_TABLE = 16 << 20 };

/* The project's folder, whose lock this process holds until it ends; close-on-exec keeps it from
 * programs. */
static int locked = -1;

/* Who holds a lock. */
struct holder {
    long pid; /* 0: it cannot be told */
    uid_t user;
    bool is_snip; /* the caller's own */
};

/*
 * Takes from LINE of /proc/locks (proc_locks(5)) the pid that holds a lock on the file ST by
 * flock(2): "1: FLOCK  ADVISORY  WRITE 708 08:01:13548848 0 EOF", the device in hexadecimal; 0 for
 * none.
 */
static long holder_in(const char *line, const struct stat *st)
{
    AUTO_FREE char *file = mem_printf("%02x:%02x:%llu ", major(st->st_dev), minor(st->st_dev),
                                      (unsigned long long)st->st_ino);
    bool ours = text_starts(text_word(line, 1), "FLOCK ") && text_starts(text_word(line, 5), file);
    return ours ? strtol(text_word(line, 4), NULL, 10) : 0;
}

static long find_pid(void)
{
    AUTO(buf_release) struct buf table = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    struct stat st;
    long pid = 0;
    if (fstat(locked, &st) < 0 || !fs_read("/proc/locks", MAX_TABLE, &table, &err))
        return 0;
    struct slice rest = buf_slice(&table), line;
    while (pid == 0 && text_line(&rest, &line)) {
        AUTO_FREE char *text = mem_strndup(line.s, line.len);
        pid = holder_in(text, &st);
    }
    return pid;
}

static struct holder find_holder(void)
{
    struct holder holder = { .pid = find_pid() };
    AUTO_FREE char *folder = mem_printf("/proc/%ld", holder.pid);
    AUTO_FREE char *program = mem_printf("%s/exe", folder);
    AUTO_FREE char *theirs = fs_real(program), *own = fs_real("/proc/self/exe");
    if (!fs_owner(folder, &holder.user))
        holder.pid = 0;
    holder.is_snip = holder.pid && holder.user == geteuid() && theirs && own &&
                     strcmp(theirs, own) == 0;
    return holder;
}

static bool refuse(const struct holder *holder, struct err *err)
{
    if (holder->pid == 0) {
        err_set(err, ERR_SYSTEM, "somebody holds a lock on this folder");
        return err_hint(err, "see who by `lslocks` or `fuser -v .`");
    }
    AUTO_FREE char *path = mem_printf("/proc/%ld/comm", holder->pid);
    AUTO(buf_release) struct buf name = BUF_INIT, shown = BUF_INIT;
    AUTO(err_release) struct err ignored = { 0 };
    bool named = fs_read(path, MAX_TABLE, &name, &ignored);
    text_show_line(&shown, buf_str(&name), strcspn(buf_str(&name), "\n"));
    const struct passwd *user = getpwuid(holder->user);
    err_set(err, ERR_SYSTEM, "process %ld (%s) of user %s holds a lock on this folder", holder->pid,
            named ? buf_str(&shown) : "?", user ? user->pw_name : "without a name");
    return err_hint(err, "run snip again when it has ended");
}

static void tell_wait(const struct holder *holder)
{
    AUTO_FREE char *pid = holder->pid ? mem_printf(" (process %ld)", holder->pid) : mem_strdup("");
    fprintf(stderr, "snip: another %s%s is at work here; waiting for it\n",
            holder->is_snip ? "snip" : "process", pid);
}

/* Waits while it may be waited for. */
static bool wait_for(int how, struct err *err)
{
    bool told = false;
    long strangers = 0; /* ms for which it was not seen to be a snip: one that ends no more is */
    for (;;) {
        struct holder holder = find_holder();
        strangers = holder.is_snip ? 0 : strangers + TRY_EACH_MS;
        if (strangers > STRANGERS_MS)
            return refuse(&holder, err);
        if (!told)
            tell_wait(&holder);
        told = true;
        usleep(TRY_EACH_MS * US_PER_MS);
        if (flock(locked, how) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_sys(err, "cannot lock the project");
    }
}

bool lock_project(bool writing, struct err *err)
{
    int how = (writing ? LOCK_EX : LOCK_SH) | LOCK_NB;
    if (locked < 0)
        locked = project_open();
    if (locked < 0)
        return err_sys(err, "cannot open the project's folder");
    if (flock(locked, how) == 0)
        return true;
    /* Some network file systems have no locks: better unlocked than not at all. */
    if (errno != EWOULDBLOCK)
        return errno == ENOLCK || errno == EOPNOTSUPP || err_sys(err, "cannot lock the project");
    return wait_for(how, err);
}
