/* file/project: no way out, reading with a limit, replacing whole, finding in order; full disks. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tells whether a new file is left in FOLDER. */
static bool is_left_in(const char *folder)
{
    bool found = false;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        found |= strstr(entry->d_name, ".snip-") != NULL;
    if (dir)
        closedir(dir);
    return found;
}

static bool list_files(const char *folder, struct strings *files, struct err *err)
{
    return project_list(folder, ".", files, NULL, err);
}

/* Fails unless replacing PATH is refused with an error that contains TEXT. */
static void assert_refused(const char *path, const char *text)
{
    struct err err = { 0 };
    assert_false(write_over(path, "new", 3, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, text);
    err_release(&err);
}

static bool reads_own(const char *path)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    bool ok = project_read_own(path, 100, &text, &err);
    buf_release(&text);
    err_release(&err);
    return ok;
}

static void own_files(void **state)
{
    (void)state;
    struct err err = { 0 };
    mode_t mask = umask(0);
    assert_true(project_write(".own/a/b", NULL, PROJECT_KEEP, NULL, "x", 1, &err));
    umask(mask);
    assert_int_equal(mode_of(".own"), 0700);
    assert_int_equal(mode_of(".own/a/b"), 0600);
    assert_true(reads_own(".own/a/b"));
    static const struct {
        const char *path;
        mode_t mode, before;
    } cases[] = { { ".own/a/b", 0620, 0600 },
                  { ".own/a/b", 0602, 0600 },
                  { ".own/a", 0770, 0700 },
                  { ".own/a", 0702, 0700 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(chmod(cases[i].path, cases[i].mode), 0);
        assert_false(reads_own(".own/a/b"));
        assert_int_equal(chmod(cases[i].path, cases[i].before), 0);
    }
    if (geteuid() == 0) {
        assert_int_equal(chown(".own/a/b", 1234, 0), 0);
        assert_false(reads_own(".own/a/b"));
    }
}

static void create_never_replaces(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_true(project_write("new", ".", PROJECT_CREATE, NULL, "one", 3, &err));
    assert_false(project_write("new", ".", PROJECT_CREATE, NULL, "two", 3, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.text, "new is there already");
    err_release(&err);
    assert_content("new", "one");
    assert_false(is_left_in("."));
}

static void write_sees_what_changed(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct buf before = BUF_INIT;
    buf_adds(&before, "old");
    put("file", "new");
    assert_false(project_write("file", ".", PROJECT_REPLACE, &before, "x", 1, &err));
    assert_contains(err.text, "was changed while snip ran");
    err_release(&err);
    assert_content("file", "new");
    put("file", "old");
    assert_true(project_holds("file", ".", &before));
    assert_true(project_write("file", ".", PROJECT_REPLACE, &before, "x", 1, &err));
    assert_false(project_holds("file", ".", &before));
    assert_int_equal(unlink("file"), 0);
    assert_false(project_write("file", ".", PROJECT_REPLACE, &before, "x", 1, &err));
    assert_contains(err.text, "vanished while snip ran");
    err_release(&err);
    buf_release(&before);
}

static void read_is_whole_and_replaces(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    struct buf big = BUF_INIT;
    buf_fill(&big, 'x', 300000);
    put("file", big.s);
    buf_adds(&text, "earlier");
    assert_true(project_read("file", ".", 300000, &text, &err));
    assert_true(buf_equal(&text, &big));
    put("empty", "");
    assert_true(project_read("empty", ".", 0, &text, &err));
    assert_int_equal(text.len, 0);
    buf_release(&text);
    buf_release(&big);
}

static void assert_unreadable(const char *path, size_t max, enum err_kind kind, const char *says)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    buf_adds(&text, "earlier");
    assert_false(project_read(path, ".", max, &text, &err));
    assert_int_equal(err.kind, kind);
    assert_contains(err.text, says);
    assert_string_equal(buf_str(&text), "");
    assert_int_equal(text.len, 0);
    err_release(&err);
    buf_release(&text);
}

/* Makes a UNIX socket of the name PATH. */
static void listen_at(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    strcpy(address.sun_path, path);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
}

static void read_refuses(void **state)
{
    (void)state;
    put("file", "12345");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_unreadable("file", 4, ERR_INPUT, "is larger than 4 bytes");
    assert_unreadable("none", 9, ERR_SYSTEM, "cannot read none: No such file");
    assert_unreadable(".", 9, ERR_INPUT, "is not a regular file");
    assert_unreadable("fifo", 9, ERR_INPUT, "is not a regular file");
    listen_at("socket");
    assert_unreadable("socket", 9, ERR_INPUT, "is not a regular file");
    assert_unreadable("file/x", 9, ERR_SYSTEM, "Not a directory");
}

static void replace_makes_file_and_folders(void **state)
{
    (void)state;
    mode_t mask = umask(027);
    assert_replaced("new", "one");
    assert_replaced("a/b/c", "two");
    umask(mask);
    assert_int_equal(mode_of("new"), 0640);
    assert_int_equal(mode_of("a/b/c"), 0640);
    assert_int_equal(mode_of("a/b"), 0750);
    struct strings left = { 0 };
    struct err err = { 0 };
    assert_true(list_files(".", &left, &err));
    assert_int_equal(left.n, 2);
    assert_false(is_left_in("."));
    assert_false(is_left_in("a/b"));
    strings_release(&left);
}

static void replace_keeps_mode(void **state)
{
    (void)state;
    static const int modes[] = { 0600, 0640, 0755, 0666, 0200 };
    mode_t mask = umask(077);
    for (size_t i = 0; i < COUNT(modes); i++) {
        struct err err = { 0 };
        put("file", "old");
        assert_int_equal(chmod("file", (mode_t)modes[i]), 0);
        assert_true(write_over("file", "new", 3, &err));
        assert_int_equal(mode_of("file"), modes[i]);
        chmod("file", 0600);
    }
    umask(mask);
}

static void replace_keeps_owner(void **state)
{
    (void)state;
    need(geteuid() == 0, "only root can give a file to another owner");
    struct stat st;
    put("file", "old");
    assert_int_equal(chown("file", 1234, 1235), 0);
    assert_replaced("file", "new");
    assert_int_equal(stat("file", &st), 0);
    assert_int_equal(st.st_uid, 1234);
    assert_int_equal(st.st_gid, 1235);
}

/* Replaced, not written over: who has the old file open, or linked, keeps all of it. */
static void replace_leaves_the_old_file_whole(void **state)
{
    (void)state;
    put("file", "old");
    assert_int_equal(link("file", "kept"), 0);
    AUTO_CLOSE int fd = open("file", O_RDONLY | O_CLOEXEC);
    assert_replaced("file", "something longer");
    char text[10] = { 0 };
    assert_int_equal(read(fd, text, sizeof(text)), 3);
    assert_string_equal(text, "old");
    assert_content("kept", "old");
}

static void replace_follows_links(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(mkdir("there", 0777), 0);
    put("there/file", "old");
    assert_int_equal(symlink("there/file", "link"), 0);
    assert_int_equal(symlink("link", "link2"), 0);
    assert_replaced("link2", "new");
    assert_content("there/file", "new");
    assert_int_equal(lstat("link", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(lstat("link2", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_false(is_left_in("there"));
}

static void replace_refuses_what_is_no_file(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_refused("folder", "is not a regular file");
    assert_refused("fifo", "is not a regular file");
    assert_int_equal(lstat("dangling", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_false(fs_exists("nowhere"));
    assert_int_equal(lstat("fifo", &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

static void replace_refuses_read_only(void **state)
{
    (void)state;
    struct err err = { 0 };
    put("file", "old");
    assert_int_equal(chmod("file", 0444), 0);
    assert_false(write_over("file", "new", 3, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_string_equal(err.file, "file");
    assert_contains(err.text, "is read-only");
    assert_string_equal(err.hint, "chmod u+w file");
    err_release(&err);
    assert_content("file", "old");
    assert_int_equal(mode_of("file"), 0444);
}

static void replace_removes_what_a_kill_left(void **state)
{
    (void)state;
    assert_replaced("a/file", "old");
    assert_replaced("b/file", "old");
    put("b/.file.snip-a1b2c3", "half of someth");
    put("b/.other.snip-zzzzzz", "half");
    put("b/.file.snip-short", "kept");
    put("b/file.snip-a1b2c3", "kept");
    put("victim", "untouched");
    assert_int_equal(symlink("../victim", "b/.link.snip-a1b2c3"), 0);
    assert_replaced("a/file", "new");
    assert_replaced("b/file", "new");
    assert_false(fs_exists("b/.file.snip-a1b2c3"));
    assert_false(fs_exists("b/.other.snip-zzzzzz"));
    assert_true(fs_exists("b/.file.snip-short"));
    assert_true(fs_exists("b/file.snip-a1b2c3"));
    assert_false(fs_exists("b/.link.snip-a1b2c3"));
    assert_content("victim", "untouched");
}

static void replace_fails_where_the_folder_is_gone(void **state)
{
    (void)state;
    assert_int_equal(mkdir("gone", 0777), 0);
    assert_int_equal(chdir("gone"), 0);
    assert_int_equal(rmdir("../gone"), 0);
    assert_refused("file", "No such file or directory");
    const struct folder *folder = *state;
    assert_int_equal(chdir(folder->path), 0);
    put("file", "");
    assert_refused("file/below", "file");
}

/* A write that stops half-way, as on a full disk: SIGXFSZ is ignored, so write() says EFBIG. */
static void replace_that_stops_leaves_all_as_it_was(void **state)
{
    (void)state;
    struct rlimit before, small;
    struct buf big = BUF_INIT;
    struct err err = { 0 };
    buf_fill(&big, 'x', 100000);
    put("file", "old");
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){ 50000, before.rlim_max };
    setrlimit(RLIMIT_FSIZE, &small);
    bool ok = write_over("file", big.s, big.len, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_false(ok);
    assert_contains(err.text, "File too large");
    assert_content("file", "old");
    assert_false(is_left_in("."));
    err_release(&err);
    buf_release(&big);
}

/* What a child found, as its exit status. */
enum { ALL_GOOD, NO_NAMESPACE, WRONG_RESULT, WRONG_ERROR, OLD_CHANGED, TEMP_LEFT };

static bool write_to(const char *path, const char *text)
{
    AUTO_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* Gets mount rights of its own, as any user can where namespaces are allowed. */
static bool enter_namespaces(void)
{
    AUTO_FREE char *uid = mem_printf("0 %u 1", (unsigned)geteuid());
    AUTO_FREE char *gid = mem_printf("0 %u 1", (unsigned)getegid());
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_to("/proc/self/setgroups", "deny") &&
           write_to("/proc/self/uid_map", uid) && write_to("/proc/self/gid_map", gid);
}

/* Puts a file system of 64 KB, with a file in it, over the working directory. */
static bool mount_small_disk(const char *path, bool read_only)
{
    return mount("none", path, "tmpfs", 0, "size=64k") == 0 && chdir(path) == 0 &&
           write_to("file", "old") &&
           (!read_only || mount("none", path, NULL, MS_REMOUNT | MS_RDONLY, NULL) == 0);
}

/* Replaces the file by more than the disk can hold, and says what came of it. */
static int replace_on_small_disk(const char *says)
{
    struct buf big = BUF_INIT, text = BUF_INIT;
    struct err err = { 0 }, other = { 0 };
    buf_fill(&big, 'x', 1 << 20);
    int result = ALL_GOOD;
    if (write_over("file", big.s, big.len, &err))
        result = WRONG_RESULT;
    else if (err.kind != ERR_SYSTEM || !strstr(err.text, says))
        result = WRONG_ERROR;
    else if (!fs_read("file", 100, &text, &other) || strcmp(buf_str(&text), "old") != 0)
        result = OLD_CHANGED;
    else if (is_left_in("."))
        result = TEMP_LEFT;
    err_release(&err);
    err_release(&other);
    buf_release(&big);
    buf_release(&text);
    return result;
}

static void assert_on_small_disk(const struct folder *folder, bool read_only, const char *says)
{
    pid_t pid = fork();
    if (pid == 0) {
        bool ready = enter_namespaces() && mount_small_disk(folder->path, read_only);
        _exit(ready ? replace_on_small_disk(says) : NO_NAMESPACE);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    need(WEXITSTATUS(status) != NO_NAMESPACE, "user and mount namespaces are not allowed here");
    assert_int_equal(WEXITSTATUS(status), ALL_GOOD);
}

static void full_disk(void **state)
{
    assert_on_small_disk(*state, false, "No space left on device");
}

static void read_only_disk(void **state)
{
    assert_on_small_disk(*state, true, "Read-only file system");
}

static void list_is_sorted_and_whole(void **state)
{
    (void)state;
    static const char *const made[] = { "b.c",     "a/z.c",    "a/b/c.c", "B.c",  "a-b.c",
                                        ".hidden", ".dir/x.c", "a/.y.c",  "b.c~", "a/~" };
    static const char *const found[] = { "B.c", "a-b.c", "a/b/c.c", "a/z.c", "b.c", "to-dir" };
    struct strings list = { 0 };
    struct err err = { 0 };
    for (size_t i = 0; i < COUNT(made); i++)
        assert_replaced(made[i], "x");
    assert_int_equal(mkdir("empty", 0777), 0);
    assert_int_equal(symlink("a", "to-dir"), 0);
    assert_true(list_files(".", &list, &err));
    assert_int_equal(list.n, COUNT(found));
    for (size_t i = 0; i < COUNT(found); i++)
        assert_string_equal(list.v[i], found[i]);
    strings_release(&list);
    assert_true(list_files("a", &list, &err));
    assert_int_equal(list.n, 2);
    assert_string_equal(list.v[0], "b/c.c");
    strings_release(&list);
}

static void list_of_what_is_not_there(void **state)
{
    (void)state;
    struct strings list = { 0 };
    struct err err = { 0 };
    assert_true(list_files("none", &list, &err));
    assert_int_equal(list.n, 0);
    put("file", "");
    assert_false(list_files("file", &list, &err));
    assert_contains(err.text, "cannot read the folder file");
    err_release(&err);
    strings_release(&list);
}

static void list_has_a_depth(void **state)
{
    (void)state;
    struct buf path = BUF_INIT;
    struct strings list = { 0 };
    struct err err = { 0 };
    for (int i = 0; i < 40; i++)
        buf_adds(&path, i ? "/d" : "d");
    buf_adds(&path, "/x");
    assert_replaced(path.s, "x");
    assert_false(list_files(".", &list, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_contains(err.text, "nested more than 32 deep");
    err_release(&err);
    strings_release(&list);
    buf_release(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(own_files),
        in_folder(create_never_replaces),
        in_folder(write_sees_what_changed),
        in_folder(read_is_whole_and_replaces),
        in_folder(read_refuses),
        in_folder(replace_makes_file_and_folders),
        in_folder(replace_keeps_mode),
        in_folder(replace_keeps_owner),
        in_folder(replace_leaves_the_old_file_whole),
        in_folder(replace_follows_links),
        in_folder(replace_refuses_what_is_no_file),
        in_folder(replace_refuses_read_only),
        in_folder(replace_removes_what_a_kill_left),
        in_folder(replace_fails_where_the_folder_is_gone),
        in_folder(replace_that_stops_leaves_all_as_it_was),
        in_folder(full_disk),
        in_folder(read_only_disk),
        in_folder(list_is_sorted_and_whole),
        in_folder(list_of_what_is_not_there),
        in_folder(list_has_a_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
