/*
 * An empty folder for each test to work in, and files made and looked at there.
 */
#ifndef SNIP_TESTS_FOLDER_H
#define SNIP_TESTS_FOLDER_H

#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/fs.h"
#include "file/project.h"

/* Every test works in an empty folder of its own. */
struct folder {
    char *path;
    int before; /* the working directory of the test program */
};

static inline int enter(void **state)
{
    struct folder *folder = mem_alloc(sizeof(*folder));
    const char *tmp = getenv("TMPDIR");
    folder->path = mem_printf("%s/snip-test-XXXXXX", tmp ? tmp : "/tmp");
    folder->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = folder;
    return folder->before < 0 || !mkdtemp(folder->path) || chdir(folder->path) < 0;
}

static inline int leave(void **state)
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

static inline void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static inline bool write_over(const char *path, const void *data, size_t len, struct err *err)
{
    return project_write(path, ".", PROJECT_REPLACE, NULL, data, len, err);
}

static inline void assert_content(const char *path, const char *expected)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    if (!fs_read(path, 1 << 20, &text, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_str(&text), expected);
    buf_release(&text);
}

static inline void assert_replaced(const char *path, const char *text)
{
    struct err err = { 0 };
    if (!write_over(path, text, strlen(text), &err))
        fail_msg("%s", err.text);
    assert_content(path, text);
}

static inline int mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

#define in_folder(TEST) cmocka_unit_test_setup_teardown(TEST, enter, leave)

#endif
