/* file/fs: files of the machine. */
#include "folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void remove_tree_stays_inside(void **state)
{
    (void)state;
    assert_int_equal(mkdir("tree", 0700), 0);
    assert_int_equal(mkdir("tree/a", 0700), 0);
    assert_int_equal(mkdir("outside", 0700), 0);
    put("tree/a/b", "x");
    put("tree/.c", "x");
    put("outside/kept", "x");
    assert_int_equal(symlink("../outside", "tree/link"), 0);
    fs_remove_tree("tree");
    assert_false(fs_exists("tree"));
    assert_true(fs_exists("outside/kept"));
    fs_remove_tree("none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(exists_and_is_dir),
        in_folder(remove_tree_stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
