/* base/fs: reading with a limit, replacing whole, finding in order; full disks, other refusals. */
#include "unit.h"

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

#include "base/fs.h"
#include "base/mem.h"

/* Every test works in an empty folder of its own. */
struct folder {
    char *path;
    int before; /* the working directory of the test program */
};

static int enter(void **state)
{
    struct folder *folder = mem_alloc(sizeof(*folder));
    const char *tmp = getenv("TMPDIR");
    folder->path = mem_printf("%s/snip-test-XXXXXX", tmp ? tmp : "/tmp");
    folder->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = folder;
    return folder->before < 0 || !mkdtemp(folder->path) || chdir(folder->path) < 0;
}

static int leave(void **state)
{
    struct folder *folder = *state;
    bool back = fchdir(folder->before) == 0;
    close(folder->before);
    fs_remove_tree(folder->path);
    bool gone = !fs_exists(folder->path);
    free(folder->path);
    free(folder);
    return !back || !gone;
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void assert_content(const char *path, const char *expected)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    if (!fs_read(path, 1 << 20, &text, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_str(&text), expected);
    buf_release(&text);
}

static void assert_replaced(const char *path, const char *text)
{
    struct err err = { 0 };
    if (!fs_replace(path, text, strlen(text), &err))
        fail_msg("%s", err.text);
    assert_content(path, text);
}

/* Fails unless replacing PATH is refused with an error that contains TEXT. */
static void assert_refused(const char *path, const char *text)
{
    struct err err = { 0 };
    assert_false(fs_replace(path, "new", 3, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, text);
    err_release(&err);
}

static int mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void join(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "a", "b", "a/b" },         { NULL, "b", "b" },   { "", "b", "b" },
        { ".", "b", "b" },           { "a/", "b", "a/b" }, { "/", "b", "/b" },
        { "a/b", "c/d", "a/b/c/d" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *path = fs_join(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
    }
}

static void exists_and_is_dir(void **state)
{
    (void)state;
    put("file", "");
    assert_int_equal(symlink(".", "to-dir"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_true(fs_exists("file"));
    assert_true(fs_exists("to-dir"));
    assert_false(fs_exists("dangling"));
    assert_false(fs_exists("none"));
    assert_true(fs_is_dir("."));
    assert_true(fs_is_dir("to-dir"));
    assert_false(fs_is_dir("file"));
    assert_false(fs_is_dir("none"));
}

static void links_and_what_lies_below(void **state)
{
    const struct folder *folder = *state;
    assert_replaced("in/file", "x");
    assert_replaced("inside", "x");
    assert_int_equal(symlink("in", "link"), 0);
    assert_int_equal(symlink("../inside", "in/out"), 0);
    assert_int_equal(symlink("nowhere", "in/dangling"), 0);
    assert_true(fs_is_link("link"));
    assert_true(fs_is_link("in/dangling"));
    assert_false(fs_is_link("in"));
    assert_false(fs_is_link("none"));
    assert_true(fs_is_below("in/file", "in"));
    assert_true(fs_is_below("link/file", "in"));
    assert_true(fs_is_below("in/file", "link"));
    assert_true(fs_is_below("in/out", "."));
    assert_true(fs_is_below("in", "/"));
    assert_true(fs_is_below("in/file", folder->path));
    assert_false(fs_is_below("in/out", "in"));
    assert_false(fs_is_below("inside", "in"));
    assert_false(fs_is_below("in", "in"));
    assert_false(fs_is_below("in/dangling", "in"));
    assert_false(fs_is_below("in/file", "none"));
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
    assert_true(fs_read("file", 300000, &text, &err));
    assert_true(buf_equal(&text, &big));
    put("empty", "");
    assert_true(fs_read("empty", 0, &text, &err));
    assert_int_equal(text.len, 0);
    buf_release(&text);
    buf_release(&big);
}

static void assert_unreadable(const char *path, size_t max, enum err_kind kind, const char *says)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    buf_adds(&text, "earlier");
    assert_false(fs_read(path, max, &text, &err));
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
    assert_unreadable("/dev/zero", 9, ERR_INPUT, "is not a regular file");
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
    assert_true(fs_list(".", &left, &err));
    assert_int_equal(left.n, 2);
    assert_false(fs_exists(".new.snip-new"));
    assert_false(fs_exists("a/b/.c.snip-new"));
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
        assert_true(fs_replace("file", "new", 3, &err));
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
    assert_false(fs_exists("there/.file.snip-new"));
}

static void replace_refuses_what_is_no_file(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_refused("dangling", "is a symbolic link to a file that is not there");
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
    assert_false(fs_replace("file", "new", 3, &err));
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
    put("file", "old");
    put(".file.snip-new", "half of someth");
    assert_replaced("file", "new");
    assert_false(fs_exists(".file.snip-new"));
    assert_int_equal(symlink("victim", ".file.snip-new"), 0);
    put("victim", "untouched");
    assert_replaced("file", "newer");
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
    bool ok = fs_replace("file", big.s, big.len, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_false(ok);
    assert_contains(err.text, "File too large");
    assert_content("file", "old");
    assert_false(fs_exists(".file.snip-new"));
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
    if (fs_replace("file", big.s, big.len, &err))
        result = WRONG_RESULT;
    else if (err.kind != ERR_SYSTEM || !strstr(err.text, says))
        result = WRONG_ERROR;
    else if (!fs_read("file", 100, &text, &other) || strcmp(buf_str(&text), "old") != 0)
        result = OLD_CHANGED;
    else if (fs_exists(".file.snip-new"))
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

static void make_dirs(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_true(fs_make_dirs("a/b/c", &err));
    assert_true(fs_make_dirs("a/b/c", &err));
    assert_true(fs_make_dirs("a//d/", &err));
    assert_true(fs_make_dirs(".", &err));
    assert_true(fs_make_dirs("/", &err));
    assert_true(fs_is_dir("a/b/c"));
    assert_true(fs_is_dir("a/d"));
    assert_false(fs_make_dirs("", &err));
    assert_contains(err.text, "cannot make the directory");
    put("file", "");
    assert_false(fs_make_dirs("file", &err));
    assert_string_equal(err.text, "file is not a directory");
    assert_false(fs_make_dirs("file/below", &err));
    assert_contains(err.text, "Not a directory");
    err_release(&err);
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
    assert_true(fs_make_dirs("empty", &err));
    assert_int_equal(symlink("a", "to-dir"), 0);
    assert_true(fs_list(".", &list, &err));
    assert_int_equal(list.n, COUNT(found));
    for (size_t i = 0; i < COUNT(found); i++)
        assert_string_equal(list.v[i], found[i]);
    strings_release(&list);
    assert_true(fs_list("a", &list, &err));
    assert_int_equal(list.n, 2);
    assert_string_equal(list.v[0], "b/c.c");
    strings_release(&list);
}

static void list_of_what_is_not_there(void **state)
{
    (void)state;
    struct strings list = { 0 };
    struct err err = { 0 };
    assert_true(fs_list("none", &list, &err));
    assert_int_equal(list.n, 0);
    put("file", "");
    assert_false(fs_list("file", &list, &err));
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
    assert_true(fs_make_dirs(path.s, &err));
    assert_false(fs_list(".", &list, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_contains(err.text, "nested more than 32 deep");
    err_release(&err);
    strings_release(&list);
    buf_release(&path);
}

static void remove_tree_stays_inside(void **state)
{
    (void)state;
    assert_replaced("tree/a/b", "x");
    assert_replaced("tree/.c", "x");
    assert_replaced("outside/kept", "x");
    assert_int_equal(symlink("../outside", "tree/link"), 0);
    fs_remove_tree("tree");
    assert_false(fs_exists("tree"));
    assert_content("outside/kept", "x");
    fs_remove_tree("none");
}

#define in_folder(TEST) cmocka_unit_test_setup_teardown(TEST, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(join),
        in_folder(exists_and_is_dir),
        in_folder(links_and_what_lies_below),
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
        in_folder(make_dirs),
        in_folder(list_is_sorted_and_whole),
        in_folder(list_of_what_is_not_there),
        in_folder(list_has_a_depth),
        in_folder(remove_tree_stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
