#include "file/project.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "file/fs.h"
#include "file/walk.h"

enum {
    MAX_LIST_DEPTH = 32,
    MAX_LIST_PATH =
        3072, /* a file of it has one that is not too long below a folder of a box either */
    MAX_NAMES = 100000,
    CHANCE = 6, /* characters at the end of a new file's name */
    FOLDER_MODE = 0777,
    OWN_FOLDER_MODE = 0700,
    OTHERS_WRITE = S_IWGRP | S_IWOTH,
};

/* What is at the end of PLACE, which is no link; errno where it cannot be looked at. */
static bool look(const struct place *place, struct stat *st)
{
    return fstatat(place->folder, place->name, st, AT_SYMLINK_NOFOLLOW) == 0;
}

enum project_kind project_kind(const char *path, const char *within)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    AUTO(err_release) struct err err = { 0 };
    struct stat st;
    if (!walk_to(&place, path, within, 0, &err))
        return err.kind == ERR_SYSTEM && (errno == ENOENT || errno == ENOTDIR) ? PROJECT_NONE
                                                                               : PROJECT_OTHER;
    if (!look(&place, &st))
        return place.linked ? PROJECT_OTHER : PROJECT_NONE;
    return S_ISREG(st.st_mode)   ? PROJECT_FILE
           : S_ISDIR(st.st_mode) ? PROJECT_FOLDER
                                 : PROJECT_OTHER;
}

bool project_is_executable(const char *path, const char *within)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    AUTO(err_release) struct err err = { 0 };
    struct stat st;
    return walk_to(&place, path, within, 0, &err) && look(&place, &st) &&
           st.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH);
}

static bool dangles(const char *path, struct err *err)
{
    err_at(err, ERR_INPUT, path, 0, "is a symbolic link to nothing");
    return err_hint(err, "take it away, or put the file itself there");
}

/* Says of PATH, at PLACE, that it is not there or is no plain file; ST is what is there. */
static bool check_plain(const struct place *place, const char *path, struct stat *st,
                        struct err *err)
{
    if (!look(place, st))
        return place->linked ? dangles(path, err) : err_sys(err, "cannot read %s", path);
    return S_ISREG(st->st_mode) || err_at(err, ERR_INPUT, path, 0, "is not a regular file");
}

/* Reads the plain file at PLACE. It is looked at first: to open a device can do something. */
static bool read_place(const struct place *place, const char *path, size_t max, struct buf *out,
                       struct stat *st, struct err *err)
{
    if (!check_plain(place, path, st, err))
        return false;
    AUTO_CLOSE int fd = openat(place->folder, place->name,
                               O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return err_sys(err, "cannot read %s", path);
    return fs_read_open(fd, path, max, out, err) &&
           (fstat(fd, st) == 0 || err_sys(err, "cannot read %s", path));
}

bool project_read(const char *path, const char *within, size_t max, struct buf *out,
                  struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    struct stat st;
    buf_clear(out);
    return walk_to(&place, path, within, 0, err) && read_place(&place, path, max, out, &st, err);
}

static bool is_own(const struct stat *st)
{
    return st->st_uid == geteuid() && !(st->st_mode & OTHERS_WRITE);
}

bool project_read_own(const char *path, size_t max, struct buf *out, struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    struct stat st, folder;
    buf_clear(out);
    if (!walk_to(&place, path, NULL, 0, err) || !read_place(&place, path, max, out, &st, err))
        return false;
    if (is_own(&st) && fstat(place.folder, &folder) == 0 && is_own(&folder))
        return true;
    buf_clear(out);
    return err_at(err, ERR_INPUT, path, 0, "is not only yours to write");
}

/* Tells whether the file at PLACE holds TEXT. */
static bool place_holds(const struct place *place, const char *path, const struct buf *text)
{
    AUTO(buf_release) struct buf now = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    struct stat st;
    return read_place(place, path, text->len, &now, &st, &err) && buf_equal(&now, text);
}

bool project_holds(const char *path, const char *within, const struct buf *text)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    AUTO(err_release) struct err err = { 0 };
    return walk_to(&place, path, within, 0, &err) && place_holds(&place, path, text);
}

/* A listing under way. */
struct listing {
    const char *folder; /* as it was asked for */
    struct strings *files, *others;
    size_t names;
};

static bool list_into(struct listing *listing, int folder, const char *below, int depth,
                      struct err *err);

/*
 * The file type of ENTRY, one of S_IFMT (inode(7)). Not every file system tells it with the name.
 */
static mode_t type_of(int folder, const struct dirent *entry)
{
    struct stat st;
    if (entry->d_type != DT_UNKNOWN)
        return DTTOIF(entry->d_type);
    return fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_mode & S_IFMT : 0;
}

/* Takes ENTRY of FOLDER, which is BELOW the folder that is listed. */
static bool list_entry(struct listing *listing, int folder, const char *below,
                       const struct dirent *entry, int depth, struct err *err)
{
    if (++listing->names > MAX_NAMES)
        return err_at(err, ERR_INPUT, listing->folder, 0, "has over %d files and folders in it",
                      MAX_NAMES);
    if (entry->d_name[0] == '.' || entry->d_name[strlen(entry->d_name) - 1] == '~')
        return true;
    AUTO_FREE char *name = path_join(below, entry->d_name);
    mode_t type = type_of(folder, entry);
    if (type != S_IFDIR) {
        bool other = listing->others && type != S_IFREG;
        strings_add(other ? listing->others : listing->files, steal(&name));
        return true;
    }
    AUTO_CLOSE int fd =
        openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        return list_into(listing, fd, name, depth + 1, err);
    AUTO_FREE char *path = path_join(listing->folder, name);
    return err_sys(err, "cannot read the folder %s", path);
}

static bool list_into(struct listing *listing, int folder, const char *below, int depth,
                      struct err *err)
{
    AUTO_FREE char *path = below ? path_join(listing->folder, below) : mem_strdup(listing->folder);
    if (depth > MAX_LIST_DEPTH)
        return err_at(err, ERR_INPUT, path, 0, "folders are nested more than %d deep",
                      MAX_LIST_DEPTH);
    if (strlen(path) > MAX_LIST_PATH) {
        err_at(err, ERR_INPUT, path, 0, "is a path of %zu bytes, over %d", strlen(path),
               MAX_LIST_PATH);
        return err_hint(err, "shorten the names of its folders, or use fewer");
    }
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    if (!dir)
        return err_sys(err, "cannot read the folder %s", path);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));)
        ok = list_entry(listing, folder, below, entry, depth, err);
    closedir(dir);
    return ok;
}

bool project_list(const char *folder, const char *within, struct strings *files,
                  struct strings *others, struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    struct listing listing = { folder, files, others, 0 };
    bool there = walk_to(&place, folder, within, 0, err);
    AUTO_CLOSE int fd = there ? openat(place.folder, place.name,
                                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
                              : -1;
    if (fd < 0 && errno == ENOENT && !place.linked) {
        err_release(err);
        return true;
    }
    if (fd < 0 && errno == ENOENT)
        return dangles(folder, err);
    if (fd < 0)
        return there ? err_sys(err, "cannot read the folder %s", folder) : false;
    bool ok = list_into(&listing, fd, NULL, 0, err);
    strings_sort(files);
    return ok;
}

/* Whether NAME is one that new_name() gives. */
static bool is_left_over(const char *name)
{
    static const char mark[] = ".snip-";
    size_t n = strlen(name), end = sizeof(mark) - 1 + CHANCE;
    return name[0] == '.' && n > end && strncmp(name + n - end, mark, sizeof(mark) - 1) == 0;
}

/*
 * Removes what snips that were killed have left in FOLDER; of a folder that was swept last,
 * nothing.
 */
static void sweep(int folder)
{
    static struct stat last;
    struct stat st;
    if (fstat(folder, &st) < 0 || (st.st_ino == last.st_ino && st.st_dev == last.st_dev))
        return;
    last = st;
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = again < 0 ? NULL : fdopendir(again);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (is_left_over(entry->d_name) && type_of(folder, entry) != S_IFDIR)
            unlinkat(folder, entry->d_name, 0);
    if (dir)
        closedir(dir);
}

/* A name for a new file beside NAME that nobody knows before: ".NAME.snip-XXXXXX". */
static bool new_name(char out[NAME_MAX + 1], const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    unsigned char chance[CHANCE];
    char end[CHANCE + 1] = "";
    if (getrandom(chance, sizeof(chance), 0) != sizeof(chance))
        return false;
    for (size_t i = 0; i < CHANCE; i++)
        end[i] = letters[chance[i] % (sizeof(letters) - 1)];
    /* A long name is cut at a character, or a file system of UTF-8 would refuse it. */
    size_t room = NAME_MAX - sizeof("..snip-") - CHANCE,
           n = strlen(name) < room ? strlen(name) : room;
    while (n > 0 && n < strlen(name) && ((unsigned char)name[n] & 0xC0) == 0x80)
        n--;
    snprintf(out, NAME_MAX + 1, ".%.*s.snip-%s", (int)n, name, end);
    return true;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* Writes the content to the new file NAME of FOLDER, with mode and owner of OLD (NULL: none). */
static bool write_new(int folder, const char *name, enum project_writing how, const void *data,
                      size_t len, const struct stat *old)
{
    mode_t mode = how == PROJECT_KEEP ? 0600 : 0666;
    AUTO_CLOSE int fd =
        openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    /* The owner first: fchown() clears set-id bits. Keeping it is best effort. */
    if (old && fchown(fd, old->st_uid, old->st_gid) < 0 && errno != EPERM)
        return false;
    if (old && fchmod(fd, old->st_mode & 07777) < 0)
        return false;
    return write_all(fd, data, len) && (how == PROJECT_KEEP || fsync(fd) == 0);
}

/* Gives the file NEW the name of PLACE. */
static bool take_name(const struct place *place, const char *new, enum project_writing how)
{
    unsigned flags = how == PROJECT_CREATE ? RENAME_NOREPLACE : 0;
    if (renameat2(place->folder, new, place->folder, place->name, flags) == 0)
        return true;
    /* Not every file system can rename so; almost every one has hard links. */
    return how == PROJECT_CREATE && errno == EINVAL &&
           linkat(place->folder, new, place->folder, place->name, 0) == 0 &&
           unlinkat(place->folder, new, 0) == 0;
}

static void sync_folder(int folder)
{
    AUTO_CLOSE int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
}

/* Says why the file at PLACE, of which ST tells, may not be replaced; true where it may. */
static bool check_old(const struct place *place, const char *path, const struct stat *st,
                      const struct buf *before, struct err *err)
{
    bool plain = S_ISREG(st->st_mode);
    if (!plain && !before)
        return err_at(err, ERR_SYSTEM, path, 0, "is not a regular file");
    if (plain && !(st->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
        err_at(err, ERR_SYSTEM, path, 0, "is read-only, so it is left as it is");
        return err_hint(err, "chmod u+w %s", path);
    }
    if (!before || (plain && place_holds(place, path, before)))
        return true;
    err_at(err, ERR_SYSTEM, path, 0, "was changed while snip ran, so it is left as it is");
    return err_hint(err, "run snip again");
}

/* Says that there is nothing at PATH although BEFORE was read there; true where that is right. */
static bool check_missing(const char *path, const struct buf *before, struct err *err)
{
    if (!before)
        return true;
    err_at(err, ERR_SYSTEM, path, 0, "vanished while snip ran, so it is left as it is");
    return err_hint(err, "run snip again");
}

bool project_write(const char *path, const char *within, enum project_writing how,
                   const struct buf *before, const void *data, size_t len, struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    char new[NAME_MAX + 1];
    struct stat st;
    bool keep = how == PROJECT_KEEP;
    if (!walk_to(&place, path, within, keep ? OWN_FOLDER_MODE : FOLDER_MODE, err))
        return false;
    bool there = look(&place, &st);
    if (!there && place.linked)
        return dangles(path, err);
    if (there && how == PROJECT_CREATE)
        return err_set(err, ERR_INPUT, "%s is there already", path);
    if (there ? !check_old(&place, path, &st, before, err) : !check_missing(path, before, err))
        return false;
    sweep(place.folder);
    bool written = new_name(new, place.name) &&
                   write_new(place.folder, new, how, data, len, there && !keep ? &st : NULL);
    if (!written || !take_name(&place, new, how)) {
        int error = errno;
        unlinkat(place.folder, new, 0);
        err_at(err, ERR_SYSTEM, path, 0, "cannot be written%s: %s",
               there ? ", and is as it was" : "", strerror(error));
        /* To write into it in place could lose it: a crash would leave half of the text. */
        if (error == EBUSY)
            err_hint(err, "it is mounted there by itself, so no new file can take its name; mount "
                          "the folder it lies in");
        return false;
    }
    if (!keep)
        sync_folder(place.folder);
    return true;
}

bool project_remove(const char *path, struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    if (!walk_to(&place, path, NULL, 0, err))
        return false;
    return unlinkat(place.folder, place.name, 0) == 0 || errno == ENOENT ||
           (errno == EISDIR && unlinkat(place.folder, place.name, AT_REMOVEDIR) == 0) ||
           err_sys(err, "cannot remove %s", path);
}

int project_open(void)
{
    return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int project_open_folder(const char *path, unsigned mode, struct err *err)
{
    AUTO(place_close) struct place place = PLACE_NONE;
    if (!walk_to(&place, path, NULL, mode, err))
        return -1;
    if (mode)
        mkdirat(place.folder, place.name, mode);
    int fd = openat(place.folder, place.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        err_sys(err, "cannot open the folder %s", path);
    return fd;
}

char *project_path_of(const char *path)
{
    char real[PATH_MAX], top[PATH_MAX];
    if (!realpath(path, real) || !realpath(".", top))
        return NULL;
    const char *below = path_below(real, top);
    return below ? mem_strdup(below) : NULL;
}

bool project_meets(const char *path)
{
    char top[PATH_MAX];
    return !realpath(".", top) || path_meets(path, top);
}
