/* file/walk, by file/project: no link leads out of the project, nor to where none has business. */
#include "folder.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static void kinds(void **state)
{
    (void)state;
    put("file", "");
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(symlink("file", "to-file"), 0);
    assert_int_equal(symlink("folder", "to-folder"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(project_kind("file", NULL), PROJECT_FILE);
    assert_int_equal(project_kind("folder", NULL), PROJECT_FOLDER);
    assert_int_equal(project_kind(".", NULL), PROJECT_FOLDER);
    assert_int_equal(project_kind("fifo", NULL), PROJECT_OTHER);
    assert_int_equal(project_kind("to-file", "."), PROJECT_FILE);
    assert_int_equal(project_kind("to-file", NULL), PROJECT_OTHER);
    assert_int_equal(project_kind("to-folder", "."), PROJECT_FOLDER);
    assert_int_equal(project_kind("dangling", "."), PROJECT_OTHER);
    assert_int_equal(project_kind("none", "."), PROJECT_NONE);
    assert_int_equal(project_kind("none/below", "."), PROJECT_NONE);
    assert_int_equal(project_kind("file/below", "."), PROJECT_NONE);
}

/* Fails unless PATH can neither be read nor written, and nothing is made: the error is at AT. */
static void assert_no_way(const char *path, const char *within, const char *at, const char *says)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    for (int i = 0; i < 2; i++) {
        bool done = i ? project_write(path, within, PROJECT_REPLACE, NULL, "x", 1, &err)
                      : project_read(path, within, 100, &text, &err);
        assert_false(done);
        if (err.kind != ERR_INPUT || !err.file || strcmp(err.file, at) != 0 ||
            !strstr(err.text, says))
            fail_msg("%s: %d, %s: %s", path, err.kind, err.file, err.text);
        assert_non_null(err.hint);
        err_release(&err);
    }
    assert_int_equal(text.len, 0);
    assert_int_equal(project_kind(path, within), PROJECT_OTHER);
}

/* A link that leaves, by whatever way, is named; the file it leads to is neither read nor changed. */
static void links_lead_nowhere_out(void **state)
{
    const struct folder *folder = *state;
    assert_int_equal(mkdir("project", 0777), 0);
    put("secret", "secret");
    assert_int_equal(chdir("project"), 0);
    assert_int_equal(mkdir("in", 0777), 0);
    put("in/file", "inside");
    AUTO_FREE char *absolute = mem_printf("%s/project/in/file", folder->path);
    const char *const targets[][2] = {
        { "../secret", "a" },       { "/etc/passwd", "b" }, { "../project/in/file", "c" },
        { "in/../../secret", "d" }, { absolute, "e" },      { "./in/../../project/in/file", "f" },
        { "../none", "g" },         { "a", "h" },           { "../../../../../../dev/zero", "i" },
    };
    for (size_t i = 0; i < COUNT(targets); i++) {
        assert_int_equal(symlink(targets[i][0], targets[i][1]), 0);
        assert_no_way(targets[i][1], ".", targets[i][1], "is a symbolic link out of the project");
    }
    assert_int_equal(symlink("..", "up"), 0);
    assert_no_way("up/secret", ".", "up", "is a symbolic link out of the project");
    assert_no_way("up/project/in/file", ".", "up", "is a symbolic link out of the project");
    assert_int_equal(symlink("ring", "ring"), 0);
    assert_int_equal(symlink("two", "one"), 0);
    assert_int_equal(symlink("one", "two"), 0);
    assert_no_way("ring", ".", "ring", "leads back to itself");
    assert_no_way("one", ".", "one", "leads back to itself");
    assert_no_way("../secret", ".", "../secret", "out of the project");
    assert_content("../secret", "secret");
    assert_false(fs_exists("../none"));
    assert_int_equal(symlink("in/file", "good"), 0);
    assert_int_equal(symlink("../good", "in/better"), 0);
    assert_replaced("in/better", "new");
    assert_content("in/file", "new");
    assert_int_equal(chdir(".."), 0);
}

static void no_link_where_none_has_business(void **state)
{
    (void)state;
    static const char says[] = "has no business there";
    assert_int_equal(mkdir("data", 0777), 0);
    put("data/file", "x");
    assert_int_equal(symlink("file", "data/link"), 0);
    assert_int_equal(symlink("data", "folder"), 0);
    assert_int_equal(symlink("nowhere", "data/dangling"), 0);
    assert_no_way("data/link", NULL, "data/link", says);
    assert_no_way("data/dangling", NULL, "data/dangling", says);
    assert_no_way("folder/file", NULL, "folder", says);
    assert_no_way("folder/more/file", NULL, "folder", says);
    assert_content("data/file", "x");
    assert_false(fs_exists("data/more"));
    assert_false(fs_exists("data/nowhere"));
}

static void hidden_files_are_not_linked_to(void **state)
{
    (void)state;
    assert_replaced(".git/config", "token");
    assert_replaced("a/.env", "token");
    assert_int_equal(symlink(".git/config", "one"), 0);
    assert_int_equal(symlink("./a/.env", "two"), 0);
    assert_int_equal(symlink(".git", "three"), 0);
    static const char says[] = "is a symbolic link to what is hidden";
    assert_no_way("one", ".", "one", says);
    assert_no_way("two", ".", "two", says);
    assert_no_way("three/config", ".", "three", says);
    /* What is asked for by its own name may be hidden: `.snip` is. */
    assert_replaced("a/.own", "x");
    assert_int_equal(symlink("a", "b"), 0);
    assert_replaced("b/.own", "y");
}

/* The folder itself may be a link in the project; what is below it stays below where that leads. */
static void what_is_below_a_linked_folder(void **state)
{
    (void)state;
    struct strings files = { 0 };
    struct err err = { 0 };
    assert_replaced("src/real/a.c", "a");
    assert_replaced("src/beside.c", "beside");
    assert_int_equal(symlink("src/real", "snippets"), 0);
    assert_int_equal(symlink("../beside.c", "src/real/out.c"), 0);
    assert_int_equal(symlink("a.c", "src/real/in.c"), 0);
    assert_true(project_list("snippets", ".", &files, NULL, &err));
    assert_int_equal(files.n, 3);
    struct buf text = BUF_INIT;
    assert_true(project_read("snippets/in.c", "snippets", 100, &text, &err));
    assert_string_equal(buf_str(&text), "a");
    assert_no_way("snippets/out.c", "snippets", "snippets/out.c", "link out of snippets");
    assert_true(project_read("snippets/out.c", ".", 100, &text, &err));
    assert_false(project_list("snippets", NULL, &files, NULL, &err));
    assert_string_equal(err.file, "snippets");
    err_release(&err);
    buf_release(&text);
    strings_release(&files);
}

static void remove_keeps_to_the_project(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_replaced("kept/file", "x");
    assert_replaced("folder/file", "x");
    assert_int_equal(symlink("../kept", "folder/link"), 0);
    assert_int_equal(symlink("../kept/file", "folder/to-file"), 0);
    assert_false(project_remove("folder/link/file", &err));
    assert_string_equal(err.file, "folder/link");
    err_release(&err);
    assert_false(project_remove("folder/to-file", &err));
    err_release(&err);
    assert_content("kept/file", "x");
    assert_true(project_remove("folder/file", &err));
    assert_true(project_remove("folder/file", &err));
    assert_false(project_remove("folder", &err));
    err_release(&err);
    assert_int_equal(unlink("folder/link"), 0);
    assert_int_equal(unlink("folder/to-file"), 0);
    assert_true(project_remove("folder", &err));
    assert_false(fs_exists("folder"));
}

static void paths_of_the_machine(void **state)
{
    const struct folder *folder = *state;
    assert_replaced("in/file", "x");
    AUTO_FREE char *absolute = mem_printf("%s/in/file", folder->path);
    AUTO_FREE char *found = project_path_of(absolute);
    assert_string_equal(found, "in/file");
    assert_null(project_path_of("/usr/bin/env"));
    assert_null(project_path_of("none"));
    assert_null(project_path_of("."));
    AUTO_FREE char *top = fs_real("."), *beside = mem_printf("%s-2", top);
    AUTO_FREE char *above = fs_real("..");
    assert_true(project_meets(top) && project_meets(absolute) && project_meets(above));
    assert_true(project_meets("/"));
    assert_false(project_meets(beside) || project_meets("/usr/bin"));
}

static void links_to_nothing_are_left(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_no_way("dangling", ".", "dangling", "is a symbolic link to nothing");
    assert_int_equal(lstat("dangling", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_false(fs_exists("nowhere"));
}

/* From here on it is as on a kernel without openat2(2), or under a filter that does not know it. */
static void openat2_is_forbidden(void **state)
{
    (void)state;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool ok = filter &&
              seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0) == 0 &&
              seccomp_load(filter) == 0;
    seccomp_release(filter);
    assert_true(ok);
    assert_int_equal(syscall(SYS_openat2, AT_FDCWD, ".", NULL, 0), -1);
    assert_int_equal(errno, ENOSYS);
}

#define WALKS                                                                                      \
    in_folder(kinds), in_folder(links_lead_nowhere_out),                                           \
        in_folder(no_link_where_none_has_business), in_folder(hidden_files_are_not_linked_to),     \
        in_folder(what_is_below_a_linked_folder), in_folder(remove_keeps_to_the_project),          \
        in_folder(paths_of_the_machine), in_folder(links_to_nothing_are_left)

int main(void)
{
    const struct CMUnitTest tests[] = { WALKS, cmocka_unit_test(openat2_is_forbidden), WALKS };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
