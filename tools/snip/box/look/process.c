#include "box/look/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/look/tag.h"
#include "file/fs.h"

enum {
    EXITING = 0x4,  /* PF_EXITING in the flags of PID/stat */
    PATIENCE = 100, /* how often a closed process is looked at again, a millisecond apart */
};

enum found { FOUND, OTHER, GONE, FORBIDDEN };

void numbers_release(struct numbers *numbers)
{
    vec_release(numbers);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

bool numbers_list(int dir, const char *name, struct numbers *out)
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

bool process_read(const struct process *process, const char *at, const char *name, char *text,
                  size_t size)
{
    char path[48];
    snprintf(path, sizeof(path), "%s/%s", at, name);
    return fs_read_small(process->dir, path, text, size);
}

struct condition process_condition(const struct process *process, const char *at)
{
    char text[512];
    process_read(process, at, "stat", text, sizeof(text));
    const char *name_end = strrchr(text, ')'); /* the name may hold one too */
    const char *rest = text_word(name_end ? name_end : "", 1);
    bool ends = strtoul(text_word(rest, 6), NULL, 10) & EXITING;
    return (struct condition){
        .state = *rest,
        .parent = (int)strtol(text_word(rest, 1), NULL, 10),
        .session = (int)strtol(text_word(rest, 3), NULL, 10),
        .ends = ends || *rest == 'Z' || *rest == 'X' || *rest == '\0',
    };
}

/*
 * Why a look at PROCESS failed. What is ending belongs to root once it has lost its memory, so
 * EACCES alone does not tell that more than a moment is in the way.
 */
static enum found why_not(const struct process *process)
{
    int error = errno;
    bool denied = error == EACCES || error == EPERM;
    enum found found = denied && !process_condition(process, process->live).ends ? FORBIDDEN : GONE;
    errno = error;
    return found;
}

bool process_is_closed(const struct process *process)
{
    return why_not(process) == FORBIDDEN;
}

/* As has_tag(), without a box. */
static enum found has_session(const struct process *process, uint64_t tag)
{
    char text[512];
    if (!process_read(process, process->live, "stat", text, sizeof(text)))
        return GONE;
    return tag_is_borne(text, tag, 0) ? FOUND : OTHER;
}

/* Tells whether the thread at process->live is one of TAG. A zombie is in no namespace: GONE. */
static enum found has_tag(const struct process *process, uint64_t tag)
{
    char path[48];
    struct stat st;
    if (!tag)
        return FOUND;
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
    numbers_list(process->dir, "task", &threads);
    enum found found = GONE;
    for (size_t i = 1; found == GONE && i < threads.n; i++) {
        snprintf(process->live, sizeof(process->live), "task/%d", threads.v[i]);
        found = has_tag(process, tag);
    }
    return found;
}

bool process_open(struct process *process, int proc, int pid, uint64_t tag, struct err *err)
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

uint64_t process_tag(const struct process *process)
{
    struct stat st;
    return fstatat(process->dir, "ns/uts", &st, 0) == 0 ? st.st_ino : 0;
}

uint64_t process_session(const struct process *process)
{
    return tag_of_session(process_condition(process, ".").session);
}

void process_close(struct process *process)
{
    fd_close_at(&process->dir);
}

bool process_list(int proc, struct numbers *out)
{
    if (!numbers_list(proc, ".", out))
        return false;
    if (out->n && out->v[0] == 1)
        memmove(out->v, out->v + 1, --out->n * sizeof(*out->v));
    return true;
}
