/* engine/scratch: the folder for products, and how what a killed snip left is swept. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "engine/scratch.h"

static char *tmp;

static int set_up(void **state)
{
    (void)state;
    tmp = mem_strdup("/tmp/snip-unit-XXXXXX");
    return mkdtemp(tmp) && setenv("TMPDIR", tmp, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fs_remove_tree(tmp);
    free(tmp);
    return 0;
}

static struct scratch make(void)
{
    struct scratch scratch;
    struct err err = { 0 };
    if (!scratch_init(&scratch, &err))
        fail_msg("%s", err.text);
    return scratch;
}

/*
 * The path of a folder as another snip of this user would name it, with a file in a folder of it.
 */
static char *leave_folder(const char *name)
{
    struct err err = { 0 };
    char *path = mem_printf("%s/snip-%u-%s", tmp, (unsigned)geteuid(), name);
    AUTO_FREE char *file = mem_printf("%s/0/a.o", path);
    assert_true(fs_replace(file, "x", 1, &err));
    return path;
}

static void folder_is_private_and_goes(void **state)
{
    (void)state;
    struct scratch scratch = make();
    struct stat st;
    assert_true(text_starts(scratch.path, tmp));
    assert_int_equal(stat(scratch.path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(st.st_uid, geteuid());
    assert_int_equal(fcntl(scratch.lock, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    AUTO_FREE char *path = mem_strdup(scratch.path);
    AUTO_FREE char *file = mem_printf("%s/a/b/c", path);
    struct err err = { 0 };
    assert_true(fs_replace(file, "x", 1, &err));
    scratch_release(&scratch);
    assert_false(fs_exists(path));
    scratch_release(&scratch);
}

static void folders_are_numbered(void **state)
{
    (void)state;
    struct scratch scratch = make();
    struct err err = { 0 };
    AUTO_FREE char *first = scratch_folder(&scratch, 0, &err);
    AUTO_FREE char *second = scratch_folder(&scratch, 12, &err);
    AUTO_FREE char *again = scratch_folder(&scratch, 0, &err);
    assert_true(fs_is_dir(first));
    assert_true(text_ends(second, "/12"));
    assert_string_equal(again, first);
    fs_remove_tree(scratch.path);
    assert_null(scratch_folder(&scratch, 1, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "cannot make the folder");
    err_release(&err);
    scratch_release(&scratch);
}

static void abandoned_folders_are_swept(void **state)
{
    (void)state;
    AUTO_FREE char *abandoned = leave_folder("aaaaaa");
    AUTO_FREE char *other = mem_printf("%s/snip-%u-bbbbbb", tmp, (unsigned)geteuid() + 1);
    AUTO_FREE char *stranger = mem_printf("%s/snip", tmp);
    assert_int_equal(mkdir(other, 0700), 0);
    assert_int_equal(mkdir(stranger, 0700), 0);
    struct scratch scratch = make();
    assert_false(fs_exists(abandoned));
    assert_true(fs_exists(other));
    assert_true(fs_exists(stranger));
    scratch_release(&scratch);
    rmdir(other);
    rmdir(stranger);
}

static void folders_of_others_are_kept(void **state)
{
    (void)state;
    AUTO_FREE char *path = leave_folder("cccccc");
    if (chown(path, 65534, 65534) != 0) {
        fs_remove_tree(path);
        free(steal(&path));
        need(false, "only root can give a folder away");
    }
    struct scratch scratch = make();
    assert_true(fs_exists(path));
    scratch_release(&scratch);
    fs_remove_tree(path);
}

static void folders_in_use_are_kept(void **state)
{
    (void)state;
    struct scratch first = make(), second = make();
    assert_true(fs_is_dir(first.path));
    assert_true(fs_is_dir(second.path));
    assert_string_not_equal(first.path, second.path);
    scratch_release(&first);
    assert_true(fs_is_dir(second.path));
    scratch_release(&second);
}

/* A name like one of ours that is a link must not lead the sweep elsewhere. */
static void links_are_not_followed(void **state)
{
    (void)state;
    AUTO_FREE char *precious = mem_printf("%s/precious", tmp);
    AUTO_FREE char *file = mem_printf("%s/file", precious);
    AUTO_FREE char *link = mem_printf("%s/snip-%u-dddddd", tmp, (unsigned)geteuid());
    struct err err = { 0 };
    assert_true(fs_replace(file, "x", 1, &err));
    assert_int_equal(symlink(precious, link), 0);
    AUTO_FREE char *holder = leave_folder("eeeeee");
    AUTO_FREE char *inside = mem_printf("%s/link", holder);
    assert_int_equal(symlink(precious, inside), 0);
    struct scratch scratch = make();
    assert_true(fs_exists(file));
    assert_false(fs_exists(holder));
    scratch_release(&scratch);
    unlink(link);
    fs_remove_tree(precious);
}

/* In a child that will be killed: makes a folder and tells its name. */
static _Noreturn void make_and_wait(int tell)
{
    struct scratch scratch;
    struct err err = { 0 };
    if (!scratch_init(&scratch, &err) || write(tell, scratch.path, strlen(scratch.path)) < 0)
        _exit(1);
    for (;;)
        pause();
}

static void folder_of_a_killed_snip_is_swept(void **state)
{
    (void)state;
    int ends[2];
    char path[200] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        make_and_wait(ends[1]);
    assert_true(read(ends[0], path, sizeof(path) - 1) > 0);
    struct scratch while_it_lives = make();
    assert_true(fs_is_dir(path));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(fs_is_dir(path));
    struct scratch after = make();
    assert_false(fs_exists(path));
    assert_true(fs_is_dir(while_it_lives.path));
    scratch_release(&while_it_lives);
    scratch_release(&after);
    close(ends[0]);
    close(ends[1]);
}

/* Many at once: each has a folder of its own that stays while the others sweep. */
static void many_at_once_do_not_sweep_each_other(void **state)
{
    (void)state;
    enum { MANY = 8, ROUNDS = 30 };
    pid_t children[MANY];
    for (int i = 0; i < MANY; i++) {
        assert_true((children[i] = fork()) >= 0);
        for (int round = 0; children[i] == 0 && round < ROUNDS; round++) {
            struct scratch scratch;
            struct err err = { 0 };
            if (!scratch_init(&scratch, &err))
                _exit(1);
            char *folder = scratch_folder(&scratch, 1, &err);
            if (!folder || !fs_is_dir(folder))
                _exit(2);
            free(folder);
            scratch_release(&scratch);
        }
        if (children[i] == 0)
            _exit(0);
    }
    for (int i = 0; i < MANY; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
}

static void unusable_places_are_said(void **state)
{
    (void)state;
    struct scratch scratch;
    struct err err = { 0 };
    AUTO_FREE char *missing = mem_printf("%s/missing", tmp);
    setenv("TMPDIR", missing, 1);
    bool made = scratch_init(&scratch, &err);
    setenv("TMPDIR", tmp, 1);
    assert_false(made);
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "cannot make a folder in");
    assert_contains(err.text, missing);
    scratch_release(&scratch);
    err_release(&err);
}

static void relative_tmpdir_is_not_used(void **state)
{
    (void)state;
    setenv("TMPDIR", "relative", 1);
    struct scratch scratch = make();
    assert_true(text_starts(scratch.path, "/tmp/snip-"));
    scratch_release(&scratch);
    unsetenv("TMPDIR");
    scratch = make();
    assert_true(text_starts(scratch.path, "/tmp/snip-"));
    scratch_release(&scratch);
    setenv("TMPDIR", tmp, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_is_private_and_goes),
        cmocka_unit_test(folders_are_numbered),
        cmocka_unit_test(abandoned_folders_are_swept),
        cmocka_unit_test(folders_of_others_are_kept),
        cmocka_unit_test(folders_in_use_are_kept),
        cmocka_unit_test(links_are_not_followed),
        cmocka_unit_test(folder_of_a_killed_snip_is_swept),
        cmocka_unit_test(many_at_once_do_not_sweep_each_other),
        cmocka_unit_test(unusable_places_are_said),
        cmocka_unit_test(relative_tmpdir_is_not_used),
    };
    return cmocka_run_group_tests_name("scratch", tests, set_up, tear_down);
}
