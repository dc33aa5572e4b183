/*
 * Where no link is on the way one openat2(2) leads there. Else, and on a kernel that has no such
 * call or a filter that refuses it, the way is walked a name at a time: each folder is opened from
 * the one before, links are read and not followed by the kernel, and `..` of a link goes back to a
 * descriptor that is open already, so that no folder that is moved meanwhile leads elsewhere.
 */
#include "file/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

enum {
    MAX_LINKS = 40, /* as the kernel has it (path_resolution(7)) */
    MAX_DEPTH = 64,
};

/* A walk under way. */
struct walk {
    int folders[MAX_DEPTH]; /* the project's, and each below it that was entered */
    size_t depth;           /* how many they are */
    size_t floor;           /* how many of them links may not go back from */
    const char *path;       /* as it was asked for */
    const char *within;
    char *rest;   /* what is still to be walked, owned */
    size_t own;   /* how much of `rest`, at its end, is of `path` and not of a link */
    size_t blame; /* how much of `path` leads to the first link; 0: there was none */
    int links;
    mode_t make;
};

static void walk_end(struct walk *walk)
{
    while (walk->depth > 0)
        fd_close_at(&walk->folders[--walk->depth]);
    free(walk->rest);
}

/* The part of the path that is at fault: up to the first link, or all. Owned by the caller. */
static char *culprit(const struct walk *walk)
{
    size_t n = walk->blame ? walk->blame : strlen(walk->path);
    return mem_strndup(walk->path, n);
}

static bool refuse(const struct walk *walk, struct err *err, const char *what, const char *hint)
{
    AUTO_FREE char *path = culprit(walk);
    err_at(err, ERR_INPUT, path, 0, "%s", what);
    errno = ELOOP;
    return err_hint(err, "%s", hint);
}

static const char put_there[] = "put the file itself there";

static bool refuse_out(const struct walk *walk, struct err *err)
{
    AUTO_FREE char *what = mem_printf("is a symbolic link out of %s", strcmp(walk->within, ".") == 0
                                                                          ? "the project"
                                                                          : walk->within);
    return refuse(walk, err, what, put_there);
}

/* A link that leads to nothing is at fault itself. */
static bool cannot(const struct walk *walk, struct err *err)
{
    int error = errno;
    if (error == ENOENT && walk->links)
        return refuse(walk, err, "is a symbolic link to nothing",
                      "take it away, or put the file itself there");
    AUTO_FREE char *path = culprit(walk);
    err_sys(err, "cannot open %s", path);
    errno = error;
    return false;
}

/* Replaces what is left to walk by the target of the link NAME in the last folder. */
static bool follow(struct walk *walk, const char *name, struct err *err)
{
    char target[PATH_MAX];
    if (walk->blame == 0)
        walk->blame = strlen(walk->path) - walk->own;
    if (!walk->within)
        return refuse(walk, err, "is a symbolic link, which has no business there",
                      "take it away, or put the file or folder itself there");
    ssize_t n = readlinkat(walk->folders[walk->depth - 1], name, target, sizeof(target) - 1);
    if (n < 0)
        return cannot(walk, err);
    target[n] = '\0';
    if (target[0] == '/')
        return refuse_out(walk, err);
    if (++walk->links > MAX_LINKS)
        return refuse(walk, err, "is a symbolic link that leads back to itself", put_there);
    char *rest = mem_printf("%s/%s", target, walk->rest);
    free(walk->rest);
    walk->rest = rest;
    return true;
}

static bool enter(struct walk *walk, const char *name, struct err *err)
{
    int last = walk->folders[walk->depth - 1];
    if (walk->depth == MAX_DEPTH)
        return refuse(walk, err, "is nested too deep", "put it nearer to the project's folder");
    AUTO_CLOSE int fd = openat(last, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && walk->make && !walk->links &&
        mkdirat(last, name, walk->make) == 0)
        fd = openat(last, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0)
        return cannot(walk, err);
    if (S_ISLNK(st.st_mode))
        return follow(walk, name, err);
    errno = ENOTDIR;
    if (!S_ISDIR(st.st_mode))
        return cannot(walk, err);
    walk->folders[walk->depth++] = fd_steal(&fd);
    return true;
}

static bool go_up(struct walk *walk, struct err *err)
{
    if (walk->depth <= walk->floor)
        return walk->within ? refuse_out(walk, err)
                            : refuse(walk, err, "leaves the project's folder", "name one in it");
    fd_close_at(&walk->folders[--walk->depth]);
    return true;
}

/*
 * Takes the next name of what is left into NAME, "" where there is none. What a link leads to may
 * not be hidden: such files are never taken for posts or programs, and often hold secrets.
 */
static bool next(struct walk *walk, char name[NAME_MAX + 1], struct err *err)
{
    size_t skip = strspn(walk->rest, "/"), n = strcspn(walk->rest + skip, "/");
    errno = ENAMETOOLONG;
    if (n > NAME_MAX)
        return cannot(walk, err);
    memcpy(name, walk->rest + skip, n);
    name[n] = '\0';
    bool of_link = strlen(walk->rest + skip) > walk->own;
    size_t rest = strlen(walk->rest + skip + n);
    memmove(walk->rest, walk->rest + skip + n, rest + 1);
    walk->own = walk->own < rest ? walk->own : rest;
    if (of_link && name[0] == '.' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
        return refuse(walk, err, "is a symbolic link to what is hidden", put_there);
    return true;
}

/* Walks all that is left; the last name, which is no link, stays in NAME. */
static bool walk_names(struct walk *walk, char name[NAME_MAX + 1], struct err *err)
{
    for (;;) {
        struct stat st;
        if (!next(walk, name, err))
            return false;
        bool last = walk->rest[strspn(walk->rest, "/")] == '\0';
        if (strcmp(name, "..") == 0) {
            if (!go_up(walk, err))
                return false;
        } else if (*name && strcmp(name, ".") != 0) {
            bool link = last &&
                        fstatat(walk->folders[walk->depth - 1], name, &st, AT_SYMLINK_NOFOLLOW) ==
                            0 &&
                        S_ISLNK(st.st_mode);
            if (last && !link)
                return true;
            if (link ? !follow(walk, name, err) : !enter(walk, name, err))
                return false;
            continue;
        }
        if (last) {
            name[0] = '.';
            name[1] = '\0';
            return true;
        }
    }
}

static void set_rest(struct walk *walk, const char *path)
{
    free(walk->rest);
    walk->rest = mem_strdup(path);
    walk->own = strlen(path);
    walk->path = path;
    walk->blame = 0;
    walk->links = 0;
}

/* Enters the folder WITHIN, whose links may lead anywhere in the project, and stays in it. */
static bool enter_within(struct walk *walk, const char *within, struct err *err)
{
    char name[NAME_MAX + 1] = "";
    walk->within = ".";
    set_rest(walk, within);
    if (!walk_names(walk, name, err) || (strcmp(name, ".") != 0 && !enter(walk, name, err)))
        return false;
    walk->floor = walk->depth;
    walk->within = within;
    return true;
}

static bool walk_slowly(struct place *place, const char *path, const char *within, mode_t make,
                        struct err *err)
{
    AUTO(walk_end) struct walk walk = { .depth = 1, .floor = 1, .within = within, .make = make };
    const char *rest = within ? path_below(path, within) : NULL;
    walk.path = path;
    walk.folders[0] = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (walk.folders[0] < 0) {
        walk.depth = 0;
        return cannot(&walk, err);
    }
    if (rest && !enter_within(&walk, within, err))
        return false;
    set_rest(&walk, rest ? rest : path);
    walk.path = path;
    if (!walk_names(&walk, place->name, err))
        return false;
    place->linked = walk.links > 0;
    place->folder = fd_steal(&walk.folders[--walk.depth]);
    return true;
}

/* As walk_slowly(), where no link is on the way. Sets nothing where it does not lead there. */
static bool walk_quickly(struct place *place, const char *path)
{
    struct open_how how = {
        .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    struct stat st;
    const char *name = path_base(path);
    size_t n = strlen(name);
    if (n == 0 || n > NAME_MAX || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return false;
    AUTO_FREE char *folder = path_folder(path);
    AUTO_CLOSE int fd = (int)syscall(SYS_openat2, AT_FDCWD, folder, &how, sizeof(how));
    if (fd < 0 || (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode)))
        return false;
    memcpy(place->name, name, n + 1);
    place->folder = fd_steal(&fd);
    return true;
}

bool walk_to(struct place *place, const char *path, const char *within, mode_t make,
             struct err *err)
{
    *place = (struct place)PLACE_NONE;
    return walk_quickly(place, path) || walk_slowly(place, path, within, make, err);
}

void place_close(struct place *place)
{
    fd_close_at(&place->folder);
}
