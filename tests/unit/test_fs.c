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

static void small_files_are_read_at_once(void **state)
{
    (void)state;
    char text[8];
    put("small", "12\n");
    put("larger", "0123456789");
    put("empty", "");
    assert_true(fs_read_small(AT_FDCWD, "small", text, sizeof(text)));
    assert_string_equal(text, "12\n");
    assert_true(fs_read_small(AT_FDCWD, "larger", text, sizeof(text)));
    assert_string_equal(text, "0123456");
    assert_false(fs_read_small(AT_FDCWD, "empty", text, sizeof(text)));
    assert_string_equal(text, "");
    text[0] = 'x';
    assert_false(fs_read_small(AT_FDCWD, "none", text, sizeof(text)));
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(exists_and_is_dir),
        in_folder(remove_tree_stays_inside),
        in_folder(small_files_are_read_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
