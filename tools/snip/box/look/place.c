/*
 * All processes of a host see the same files (box/world/world.h), by /proc/PID/root. Its init does
 * not let itself be looked at, so any other is taken.
 */
#include "box/look/place.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

/* The root folder of the process NAME, a number, below PROC; -1 where it is none, or is gone. */
static int open_root(int proc, const char *name)
{
    char path[32];
    if (strtol(name, NULL, 10) <= 1)
        return -1;
    snprintf(path, sizeof(path), "%.20s/root", name);
    return openat(proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* The root folder of the processes in PROC; -1 for none. */
static int find_root(int proc)
{
    int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), root = -1;
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list)
        return -1;
    for (struct dirent *entry; root < 0 && (entry = readdir(list));)
        root = open_root(proc, entry->d_name);
    closedir(list);
    return root;
}

bool place_has(int proc, const char *bare, const char *path)
{
    struct open_how how = { .flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
                            .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
    AUTO_CLOSE int root = -1;
    struct stat st;
    if (bare) {
        root = open(bare, O_PATH | O_DIRECTORY | O_CLOEXEC);
        return root >= 0 && fstatat(root, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
    }
    root = find_root(proc);
    AUTO_FREE char *full = mem_printf("%s%s", *path == '/' ? "" : "/tmp/", path);
    AUTO_CLOSE int there = (int)syscall(SYS_openat2, root, full, &how, sizeof(how));
    return there >= 0;
}
