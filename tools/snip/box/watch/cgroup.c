/*
 * A process must come into its cgroup without waiting: to move another one there, or a whole one,
 * takes the kernel some 10 ms (a lock against all forks of the machine). In version 2 clone3(2)
 * makes it there; in version 1 a process that has one thread moves itself, by `tasks`, which takes
 * no lock.
 *
 * In version 1 snip makes its folder in the cgroup that it is in itself. In version 2 a cgroup that
 * has processes can have none with memory limits below it, so it is the nearest one above that lets
 * those below be limited, and that snip may write to: one that was delegated to a user
 * (systemd.resource-control(5)), or for root any.
 */
#include "box/watch/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "file/fs.h"

static const char prefix[] = "snip-";

/*
 * What bears this extended attribute (xattr(7)) snip has made; what bears none is somebody else's,
 * whatever its name. Cgroups can since Linux 5.7; without it nobody could remove what was left.
 */
static const char mark[] = "user.snip";

/* The folder of this snip's cgroups. */
static struct {
    bool tried;
    int version; /* 0: there is none */
    char *path;
    int lock;    /* held as long as snip lives, … */
    pid_t owner; /* … which is this: a child that was forked since must not remove the folder */
    unsigned next;
} own = { .lock = -1 };

/* A hierarchy that can limit memory: where it is mounted, and which cgroup is seen there. */
struct hierarchy {
    int version;
    char *mount, *root;
};

static void hierarchy_release(struct hierarchy *hierarchy)
{
    free(hierarchy->mount);
    free(hierarchy->root);
    *hierarchy = (struct hierarchy){ 0 };
}

/* Writes TEXT to the file NAME below FOLDER. */
static bool put(const char *folder, const char *name, const char *text)
{
    AUTO_FREE char *path = path_join(folder, name);
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool put_number(const char *folder, const char *name, uint64_t number)
{
    AUTO_FREE char *text = mem_printf("%llu", (unsigned long long)number);
    return put(folder, name, text);
}

/* Tells whether WORD is one of those in LIST, which are parted by BETWEEN. */
static bool has_word(const char *list, const char *word, const char *between)
{
    size_t n = strlen(word);
    for (const char *at = list; *at; at += strspn(at, between)) {
        size_t len = strcspn(at, between);
        if (len == n && strncmp(at, word, n) == 0)
            return true;
        at += len;
    }
    return false;
}

/* Takes the mount that LINE of /proc/self/mountinfo tells of, if it is a hierarchy for memory. */
static void take_mount(struct hierarchy *found, const char *line)
{
    char root[PATH_MAX], mount[PATH_MAX], type[32], options[1024];
    const char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*d %*d %*s %4095s %4095s", root, mount) != 2 ||
        sscanf(rest, " - %31s %*s %1023s", type, options) != 2)
        return;
    int version = strcmp(type, "cgroup2") == 0                                        ? 2
                  : strcmp(type, "cgroup") == 0 && has_word(options, "memory", ",\n") ? 1
                                                                                      : 0;
    /* Memory belongs to one of the two: where it is in version 1, version 2 has it not. */
    if (version == 0 || found->version == 1)
        return;
    hierarchy_release(found);
    *found = (struct hierarchy){ version, mem_strdup(mount), mem_strdup(root) };
}

static bool find_hierarchy(struct hierarchy *found)
{
    char line[3 * PATH_MAX];
    FILE *file = fopen("/proc/self/mountinfo", "re");
    *found = (struct hierarchy){ 0 };
    if (!file)
        return false;
    while (fgets(line, sizeof(line), file))
        take_mount(found, line);
    fclose(file);
    return found->version != 0;
}

/* The path of this process's cgroup in HIERARCHY, as a folder. Owned by the caller; NULL: none. */
static char *own_cgroup(const struct hierarchy *hierarchy)
{
    char line[PATH_MAX + 256];
    char *path = NULL;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file && !path && fgets(line, sizeof(line), file)) {
        char *names = strchr(line, ':'), *at = names ? strchr(names + 1, ':') : NULL;
        if (!at)
            continue;
        *at++ = '\0';
        at[strcspn(at, "\n")] = '\0';
        bool mine = hierarchy->version == 2 ? names[1] == '\0' : has_word(names + 1, "memory", ",");
        size_t above = strcmp(hierarchy->root, "/") == 0 ? 0 : strlen(hierarchy->root);
        if (mine && strncmp(at, hierarchy->root, above) == 0)
            path = mem_printf("%s%s", hierarchy->mount, at + above);
    }
    if (file)
        fclose(file);
    return path;
}

static int lock_folder(const char *path)
{
    AUTO_CLOSE int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
        return -1;
    return fd_steal(&fd);
}

static bool set_mark(const char *path)
{
    return lsetxattr(path, mark, "", 0, XATTR_CREATE) == 0;
}

/* Tells whether the cgroup at PATH bears the mark, and is this user's. */
static bool is_marked(const char *path)
{
    struct stat st;
    return lgetxattr(path, mark, NULL, 0) >= 0 && lstat(path, &st) == 0 && st.st_uid == geteuid();
}

/*
 * Removes the cgroup at PATH and those below it, as far as they are marked and empty. The processes
 * of a box die with its snip, but it may take them a moment: what they are in stays until the next
 * time.
 */
static void remove_marked(const char *path)
{
    DIR *dir = is_marked(path) ? opendir(path) : NULL;
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        AUTO_FREE char *below = path_join(path, entry->d_name);
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            remove_marked(below);
    }
    closedir(dir);
    rmdir(path);
}

/*
 * Removes what snips that nobody runs any more have left in PARENT. Each marks its folder once it
 * has locked it, so one that is marked and not locked is a dead snip's; one that a snip was killed
 * before it could mark stays, empty.
 */
static void sweep(const char *parent)
{
    DIR *dir = opendir(parent);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!text_starts(entry->d_name, prefix))
            continue;
        AUTO_FREE char *path = path_join(parent, entry->d_name);
        AUTO_CLOSE int lock = is_marked(path) ? lock_folder(path) : -1;
        if (lock >= 0)
            remove_marked(path);
    }
    closedir(dir);
}

void cgroup_end(void)
{
    if (!own.path || own.owner != getpid())
        return;
    /* One that could not be marked is empty. */
    remove_marked(own.path);
    rmdir(own.path);
    mem_free_at(&own.path);
    fd_close_at(&own.lock);
    own.version = 0;
}

bool cgroup_begin(const char *parent, int version)
{
    sweep(parent);
    AUTO_FREE char *path = mem_printf("%s/%sXXXXXX", parent, prefix);
    if (!mkdtemp(path))
        return false;
    own.path = steal(&path);
    own.owner = getpid();
    own.lock = lock_folder(own.path);
    own.version = version;
    if (own.lock >= 0 && set_mark(own.path) && atexit(cgroup_end) == 0)
        return true;
    cgroup_end();
    return false;
}

/* Tells whether cgroups below FOLDER, of version 2, can have a limit of memory. */
static bool gives_memory(const char *folder)
{
    char text[1024];
    AUTO_FREE char *path = path_join(folder, "cgroup.subtree_control");
    return fs_read_small(AT_FDCWD, path, text, sizeof(text)) && has_word(text, "memory", " \n");
}

/* As cgroup_begin(), in PARENT of version 2, where there is a limit of memory to be had. */
static bool begin_limited(const char *parent)
{
    if (!gives_memory(parent) || access(parent, W_OK) < 0 || !cgroup_begin(parent, 2))
        return false;
    bool limited = put(own.path, "cgroup.subtree_control", "+memory");
    if (!limited)
        cgroup_end();
    return limited;
}

/* Looks for a place for this snip's folder, and makes it. */
static void find_place(void)
{
    AUTO(hierarchy_release) struct hierarchy hierarchy;
    AUTO_FREE char *folder = find_hierarchy(&hierarchy) ? own_cgroup(&hierarchy) : NULL;
    if (folder && hierarchy.version == 1)
        cgroup_begin(folder, 1);
    while (folder && hierarchy.version == 2 && strlen(folder) >= strlen(hierarchy.mount) &&
           !begin_limited(folder))
        *strrchr(folder, '/') = '\0';
}

int cgroup_version(void)
{
    if (!own.tried)
        find_place();
    own.tried = true;
    return own.version;
}

/* Sets the limits of the cgroup at PATH. Where there is no swap, its files may be missing. */
static bool limit(const char *path, int version, uint64_t memory)
{
    if (version == 2) {
        put(path, "memory.swap.max", "0");
        return put_number(path, "memory.max", memory);
    }
    if (!put_number(path, "memory.limit_in_bytes", memory))
        return false;
    put_number(path, "memory.memsw.limit_in_bytes", memory);
    put_number(path, "memory.kmem.tcp.limit_in_bytes", memory);
    return true;
}

/* Opens what a process enters GROUP by. */
static bool open_entrance(struct cgroup *group, int version)
{
    AUTO_FREE char *tasks = path_join(group->path, "tasks");
    if (version == 2)
        group->folder = open(group->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    else
        group->tasks = open(tasks, O_WRONLY | O_CLOEXEC);
    return group->folder >= 0 || group->tasks >= 0;
}

bool cgroup_make(struct cgroup *group)
{
    *group = (struct cgroup)CGROUP_NONE;
    AUTO_FREE char *path = mem_printf("%s/%u", own.path, own.next++);
    if (mkdir(path, 0755) < 0)
        return false;
    group->path = steal(&path);
    if (set_mark(group->path) && open_entrance(group, own.version))
        return true;
    cgroup_close(group);
    return false;
}

bool cgroup_open(struct cgroup *group, uint64_t memory)
{
    *group = (struct cgroup)CGROUP_NONE;
    int version = memory ? cgroup_version() : 0;
    if (version == 0 || !cgroup_make(group))
        return false;
    if (limit(group->path, version, memory))
        return true;
    cgroup_close(group);
    return false;
}

/* The number behind WORD at the start of a line of GROUP's file NAME; -1 where there is none. */
static long long number_in(const struct cgroup *group, const char *name, const char *word)
{
    char text[2048];
    AUTO_FREE char *path = path_join(group->path, name);
    if (!fs_read_small(AT_FDCWD, path, text, sizeof(text)))
        return -1;
    for (const char *line = text; line; line = strchr(line, '\n'), line += line != NULL)
        if (text_starts(line, word))
            return strtoll(line + strlen(word), NULL, 10);
    return -1;
}

bool cgroup_exhausted(const struct cgroup *group)
{
    const char *file = group->tasks >= 0 ? "memory.oom_control" : "memory.events";
    return group->path && number_in(group, file, "oom_kill ") > 0;
}

long long cgroup_processor_ms(const struct cgroup *group)
{
    long long us = group->path ? number_in(group, "cpu.stat", "usage_usec ") : -1;
    return us < 0 ? -1 : us / 1000;
}

int cgroup_version_of(const struct cgroup *group)
{
    return !group->path ? 0 : group->tasks >= 0 ? 1 : 2;
}

void cgroup_close(struct cgroup *group)
{
    /* Should the kernel not be done with it yet, it is removed at the end, or by the next snip. */
    if (group->path)
        rmdir(group->path);
    free(group->path);
    fd_close_at(&group->folder);
    fd_close_at(&group->tasks);
    *group = (struct cgroup)CGROUP_NONE;
}
